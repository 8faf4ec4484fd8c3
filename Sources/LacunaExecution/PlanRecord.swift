/// The times of one plan's calls: for each run and call, the nanoseconds of all its pieces.
final class PlanRecord {
  let plan: Plan
  /// The how-manieth plan that was run.
  let number: Int
  /// For each call, how often the clock is read in a run: once a piece, and once for all calls of a chain.
  let clockReads: [Double]
  /// For each call, whether it is part of a chain.
  let isChained: [Bool]
  private var shared = Rows()
  private var lanes = Rows()

  /// Times of the calls of a phase, a row a run.
  private struct Rows {
    var count = 0
    var nanoseconds: [UInt32] = []

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
    let more = UInt32(clamping: time)
    if index < plan.sharedCount {
      shared.nanoseconds[shared.nanoseconds.count - plan.sharedCount + index] &+= more
    } else {
      let call = index - plan.sharedCount
      lanes.nanoseconds[lanes.nanoseconds.count - laneCount + call] &+= more
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
