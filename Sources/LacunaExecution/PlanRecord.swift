/// The times of one plan's calls: for each run and call, the nanoseconds of all its pieces.
final class PlanRecord {
  let plan: Plan
  /// The how-manieth plan that was run.
  let number: Int
  /// For each call, how often the clock is read in a run: once a piece, and once for all calls of a chain.
  let clockReads: [Double]
  /// For each call, whether it is part of a chain.
  let isChained: [Bool]
  /// For each stage of the lanes, whether it lasts so long that the thread may well lose its processor
  /// meanwhile, and asking for the thread's own time costs little.
  let isLong: [Bool]
  private var shared = Rows()
  private var lanes = Rows()

  /// Times of the calls of a phase, a row a run.
  private struct Rows {
    var count = 0
    var nanoseconds: [UInt64] = []

    mutating func begin(_ width: Int) {
      count += 1
      nanoseconds.append(contentsOf: repeatElement(0, count: width))
    }
  }

  init(_ plan: Plan, number: Int) {
    self.plan = plan
    self.number = number
    var reads = [Double](repeating: 1, count: plan.calls.count)
    var isChained = [Bool](repeating: false, count: plan.calls.count)
    for stage in plan.stages {
      guard let streamed = stage.streamed else { continue }
      for index in stage.calls {
        isChained[index] = stage.isChain
        reads[index] =
          stage.isChain
          ? 1 / Double(stage.calls.count) : Double((streamed.count - 1) / streamed.piece + 1)
      }
    }
    clockReads = reads
    self.isChained = isChained
    let areas = MemoryAreas(plan)
    isLong = plan.stages.map { stage in
      let calls = plan.calls[stage.calls]
      let work = calls.reduce(0) { $0 + $1.multiplyAdds } * Double(plan.precision.lanes)
      let bytes = calls.reduce(0) { $0 + $1.spans(in: plan, areas).reduce(0) { $0 + $1.bytes } }
      return work > 500_000 || bytes > 500_000  // some ten microseconds
    }
  }

  private var laneCount: Int { plan.calls.count - plan.sharedCount }

  /// Begins a run of the shared phase.
  func beginShared() { shared.begin(plan.sharedCount) }

  /// Begins a run of the lanes.
  func beginLanes() { lanes.begin(laneCount) }

  /// How often a call was run.
  func runCount(of index: Int) -> Int {
    index < plan.sharedCount ? shared.count : lanes.count
  }

  /// Adds to a call of the run.
  func add(_ time: Int64, to index: Int) {
    let more = UInt64(max(0, time))
    if index < plan.sharedCount {
      shared.nanoseconds[shared.nanoseconds.count - plan.sharedCount + index] &+= more
    } else {
      let call = index - plan.sharedCount
      lanes.nanoseconds[lanes.nanoseconds.count - laneCount + call] &+= more
    }
  }

  /// Scales the times of calls of the lanes' run.
  func scale(_ calls: Range<Int>, by factor: Double) {
    let start = lanes.nanoseconds.count - laneCount - plan.sharedCount
    for index in calls {
      let time = Double(lanes.nanoseconds[start + index])
      lanes.nanoseconds[start + index] = UInt64(time * factor)
    }
  }

  /// The median over the runs of a call's nanoseconds.
  func median(of index: Int) -> Double {
    let isShared = index < plan.sharedCount
    let (rows, width) = isShared ? (shared, plan.sharedCount) : (lanes, laneCount)
    let call = isShared ? index : index - plan.sharedCount
    var times = (0..<rows.count).map { rows.nanoseconds[$0 * width + call] }
    guard !times.isEmpty else { return 0 }
    times.sort()
    return (Double(times[(times.count - 1) / 2]) + Double(times[times.count / 2])) / 2
  }
}
