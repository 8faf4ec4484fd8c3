/// A point in time by which something has to have happened; a machine that sleeps makes nobody late.
struct Deadline: Sendable {
  private let instant: SuspendingClock.Instant

  /// So many seconds from now.
  init(after seconds: Double) {
    instant = SuspendingClock.now + .milliseconds(Int64((max(seconds, 0) * 1000).rounded(.up)))
  }

  /// Whether it is over.
  var hasPassed: Bool { SuspendingClock.now >= instant }

  /// The milliseconds that are left, rounded up; zero when it has passed.
  var milliseconds: Int32 {
    let left = SuspendingClock.now.duration(to: instant)
    let (seconds, attoseconds) = left.components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    let total = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(clamping: total)
  }
}
