/// The times of one plan's calls: for each run and call, the nanoseconds of all its pieces.
final class PlanRecord {
  let plan: Plan
  /// The how-manieth plan that was run.
  let number: Int
  /// For each call, how often the clock is read in a run: once a piece.
  let clockReads: [Int]
  /// For each stage, whether it lasts so long that the thread may well lose its processor meanwhile, and asking
  /// for the thread's own time costs little.
  let isLong: [Bool]
  private(set) var runCount = 0
  /// A row a run.
  private var nanoseconds: [UInt64] = []

  init(_ plan: Plan, number: Int) {
    self.plan = plan
    self.number = number
    var reads = [Int](repeating: 1, count: plan.calls.count)
    for stage in plan.stages {
      guard let streamed = stage.streamed else { continue }
      for index in stage.calls { reads[index] = (streamed.count - 1) / streamed.piece + 1 }
    }
    clockReads = reads
    isLong = plan.stages.map { stage in
      let calls = plan.calls[stage.calls]
      let work = calls.reduce(0) { $0 + $1.multiplyAdds } * Double(plan.precision.lanes)
      let bytes = calls.reduce(0) { $0 + $1.spans(in: plan).reduce(0) { $0 + $1.bytes } }
      return work > 500_000 || bytes > 500_000  // some ten microseconds
    }
  }

  /// Begins a run.
  func begin() {
    runCount += 1
    nanoseconds.append(contentsOf: repeatElement(0, count: plan.calls.count))
  }

  /// Adds to a call of the run.
  func add(_ time: Int64, to index: Int) {
    nanoseconds[nanoseconds.count - plan.calls.count + index] &+= UInt64(max(0, time))
  }

  /// Scales the times of calls of the run.
  func scale(_ calls: Range<Int>, by factor: Double) {
    let start = nanoseconds.count - plan.calls.count
    for index in calls {
      nanoseconds[start + index] = UInt64(Double(nanoseconds[start + index]) * factor)
    }
  }

  /// The median over the runs of a call's nanoseconds.
  func median(of index: Int) -> Double {
    var times = (0..<runCount).map { nanoseconds[$0 * plan.calls.count + index] }
    guard !times.isEmpty else { return 0 }
    times.sort()
    return (Double(times[(times.count - 1) / 2]) + Double(times[times.count / 2])) / 2
  }
}
