/// How a run of steps is gone through backwards while only some of its states can be kept.
///
/// The binomial schedule, which takes the fewest steps forward of all: A. Griewank and A. Walther, "Algorithm
/// 799: Revolve", ACM Transactions on Mathematical Software 26 (2000), 19–45.
public struct CheckpointSchedule: Sendable {
  /// What is done next.
  public enum Action: Hashable, Sendable {
    /// Steps are done forward, from the present state.
    case advance(Range<Int>)
    /// The present state is kept.
    case save(slot: Int)
    /// A kept state becomes the present one.
    case restore(slot: Int)
    /// The adjoint of a step is done, before which the present state is.
    case reverse(step: Int)
  }

  /// The number of steps.
  public let steps: Int
  /// The number of states that can be kept, the first among them.
  public let slots: Int

  /// A schedule for at least one step and at least one slot; more slots than steps are not used.
  public init(steps: Int, slots: Int) {
    precondition(steps >= 1 && slots >= 1, "a schedule of \(steps) steps and \(slots) slots")
    self.steps = steps
    self.slots = min(slots, steps)
  }

  /// The fewest slots with which no step is done more than so many times.
  public static func slots(for steps: Int, repetitions: Int) -> Int {
    var slots = 1
    while reach(slots, repetitions) < steps { slots += 1 }
    return slots
  }

  /// Whether every state is kept, so that no step is done twice.
  public var isWhole: Bool { slots == steps }

  /// The steps forward that the reversal takes.
  public var advances: Int {
    var sum = 0
    perform { action in
      if case .advance(let range) = action { sum += range.count }
    }
    return sum
  }

  /// Goes through the reversal, of which the first state is in slot 0 and present.
  ///
  /// - Parameter body: does an action.
  /// - Throws: what the body throws.
  public func perform<Failure: Error>(_ body: (Action) throws(Failure) -> Void) throws(Failure) {
    try reverse(0..<steps, slot: 0, body)
  }

  /// Reverses steps, the state before the first of which is present and in a slot; later slots are free.
  private func reverse<Failure: Error>(
    _ range: Range<Int>,
    slot: Int,
    _ body: (Action) throws(Failure) -> Void
  ) throws(Failure) {
    var range = range
    let free = slots - slot
    if free == 1 {
      for step in range.reversed() {
        if step != range.upperBound - 1 { try body(.restore(slot: slot)) }
        if step > range.lowerBound { try body(.advance(range.lowerBound..<step)) }
        try body(.reverse(step: step))
      }
      return
    }
    if free >= range.count {
      for step in range.dropLast() {
        try body(.advance(step..<(step + 1)))
        try body(.save(slot: slot + step + 1 - range.lowerBound))
      }
      for step in range.reversed() {
        if step != range.upperBound - 1 {
          try body(.restore(slot: slot + step - range.lowerBound))
        }
        try body(.reverse(step: step))
      }
      return
    }
    // The later part with one slot less, then what is left before it.
    while !range.isEmpty {
      guard range.count > 1 else {
        try body(.reverse(step: range.lowerBound))
        return
      }
      let split = range.lowerBound + Self.split(range.count, slots: free)
      try body(.advance(range.lowerBound..<split))
      try body(.save(slot: slot + 1))
      try reverse(split..<range.upperBound, slot: slot + 1, body)
      try body(.restore(slot: slot))
      range = range.lowerBound..<split
    }
  }

  /// Where a range of steps is cut so that the fewest are done again.
  ///
  /// With s slots and r repetitions β(s, r) = C(s + r, s) steps can be reversed; the later part is to need no
  /// more than β(s − 1, r), the earlier no more than β(s, r − 1).
  private static func split(_ count: Int, slots: Int) -> Int {
    var repetitions = 1
    while reach(slots, repetitions) < count { repetitions += 1 }
    let least = max(count - reach(slots - 1, repetitions), reach(slots, repetitions - 2))
    return min(max(1, least), count - 1)
  }

  /// C(s + r, s), without overflow.
  private static func reach(_ slots: Int, _ repetitions: Int) -> Int {
    guard repetitions >= 0 else { return 0 }
    var value = 1
    for factor in 1...max(1, min(slots, repetitions)) where min(slots, repetitions) > 0 {
      let larger = max(slots, repetitions)
      let (product, overflow) = value.multipliedReportingOverflow(by: larger + factor)
      guard !overflow else { return .max }
      value = product / factor
    }
    return value
  }
}
