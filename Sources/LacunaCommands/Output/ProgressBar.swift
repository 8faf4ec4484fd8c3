import Foundation
import LacunaSketching
import Synchronization

/// A bar with the time left, on a terminal.
final class ProgressBar: Sendable {
  private struct Shown {
    var start: Date
    var last = Date.distantPast
    var isDrawn = false
  }

  private let title: String
  private let shown = Mutex(Shown(start: Date()))

  init(_ title: String) {
    self.title = title
  }

  /// Draws how far a run is, at most ten times a second.
  func show(_ progress: LacunaSketching.Progress) {
    guard Terminal.isInteractive, progress.total > 0 else { return }
    shown.withLock { shown in
      let now = Date()
      guard now.timeIntervalSince(shown.last) > 0.1 else { return }
      shown.last = now
      shown.isDrawn = true
      let share = Double(progress.done) / Double(progress.total)
      let elapsed = now.timeIntervalSince(shown.start)
      Terminal.progress("\r" + Self.line(title, share: share, elapsed: elapsed))
    }
  }

  /// Wipes the bar.
  func finish() {
    shown.withLock { shown in
      if shown.isDrawn { Terminal.progress("\r\u{1B}[K") }
      shown.isDrawn = false
    }
  }

  /// `precompute  [██████░░░░]  60%  ETA 12 s`
  static func line(_ title: String, share: Double, elapsed: Double) -> String {
    let width = 30
    let full = Int((share * Double(width)).rounded(.down))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    let left = share > 0 ? elapsed * (1 - share) / share : 0
    return "\(title)  [\(bar)]  \(Int(share * 100))%  ETA \(duration(left))  "
  }

  /// `850 ms`, `12 s`, `3 min 20 s`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 10 { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
