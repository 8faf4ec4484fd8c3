import LacunaSketching
import Synchronization

/// Follows a run: estimates its time anew once the first block is done, and moves the progress bar.
final class RunWatch: Sendable {
  private struct Seen {
    var start = ContinuousClock.now
    /// How far the run was when it was seen first, and when.
    var first: (progress: Progress, elapsed: Double)?
    /// The time of the whole run, as the first block tells it.
    var measured: Double?
  }

  private let pace: RunPace
  private let bar: ProgressBar?
  private let onFirstBlock: @Sendable (Double) -> Void
  private let seen = Mutex(Seen())

  /// Follows a run.
  ///
  /// - Parameters:
  ///   - pace: how it fills the time.
  ///   - bar: shows how far it is.
  ///   - onFirstBlock: called when each thread has done a block and there are more, with the seconds that the
  ///     run will take in all.
  init(
    _ pace: RunPace,
    _ bar: ProgressBar?,
    onFirstBlock: @escaping @Sendable (Double) -> Void = { _ in }
  ) {
    self.pace = pace
    self.bar = bar
    self.onFirstBlock = onFirstBlock
  }

  /// Says that the run begins now.
  func start() {
    seen.withLock { $0 = Seen() }
  }

  /// The seconds since the start.
  var elapsed: Double {
    seen.withLock { $0.start }.duration(to: .now).seconds
  }

  /// The time of the whole run as it was estimated when each thread had done a block; nil before.
  var secondsAfterFirstBlock: Double? { seen.withLock { $0.measured } }

  /// Notes how far the run is.
  @Sendable func note(_ progress: Progress) {
    bar?.show(time: pace.time(done: progress.share))
    seen.withLock { seen in
      guard seen.first == nil, progress.done > 0 else { return }
      seen.first = (progress, seen.start.duration(to: .now).seconds)
    }
    guard pace.isMeasured(progress), secondsAfterFirstBlock == nil else { return }
    let now = elapsed
    let first = seen.withLock { $0.first } ?? (progress, now)
    guard let total = pace.total(progress, elapsed: now, since: first) else { return }
    let isNews = seen.withLock { seen in
      guard seen.measured == nil else { return false }
      seen.measured = total
      return pace.rounds > 1
    }
    if isNews { onFirstBlock(total) }
  }
}

extension Duration {
  /// In seconds.
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
