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
    show(done: progress.done, of: progress.total)
  }

  /// Draws how much of something is done, at most ten times a second.
  func show(done: Int, of total: Int) {
    guard total > 0 else { return }
    show(time: Double(done) / Double(total))
  }

  /// Draws the share of the time that has gone, at most ten times a second.
  func show(time share: Double) {
    guard Terminal.isInteractive else { return }
    shown.withLock { shown in
      let now = Date()
      guard now.timeIntervalSince(shown.last) > 0.1 else { return }
      shown.last = now
      shown.isDrawn = true
      let elapsed = now.timeIntervalSince(shown.start)
      Terminal.progress("\r" + Self.line(title, share: share, elapsed: elapsed) + "\u{1B}[K")
    }
  }

  /// Wipes the bar.
  func finish() {
    shown.withLock { shown in
      if shown.isDrawn { Terminal.progress("\r\u{1B}[K") }
      shown.isDrawn = false
    }
  }

  /// The bar as text, such as `precompute  [██████░░░░]  60%  ETA 12 s`.
  static func line(_ title: String, share: Double, elapsed: Double) -> String {
    let width = 30
    let share = min(max(share, 0), 1)
    let full = Int(share * Double(width))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    let left = share > 0 ? duration(elapsed * (1 - share) / share) : "unknown"
    return "\(title)  [\(bar)]  \(Int(share * 100))%  ETA \(left)"
  }

  /// A time as people say it: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 9.95 { return String(format: "%.1f s", seconds) }
    guard seconds < 1e9 else { return "years" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
