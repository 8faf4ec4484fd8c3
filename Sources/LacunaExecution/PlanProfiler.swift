import CJetKernels
import LacunaPrograms

/// Collects how long each kernel call of plans takes, for one thread.
///
/// A call's time is the median over all runs of its plan, so that a run which the machine disturbed does not
/// count, times the number of runs.
public final class PlanProfiler {
  private var records: [ObjectIdentifier: PlanRecord] = [:]
  private let clockCost = PlanProfiler.measureClock()

  /// Whether runs go through all calls without doing their work: what is left is what the host itself costs.
  public let skipsKernels: Bool

  /// A profiler that has seen nothing.
  public init(skippingKernels: Bool = false) { skipsKernels = skippingKernels }

  /// The calls of all plans that were run, plan by plan, in the order of the run.
  ///
  /// - Parameter caches: the bytes of each cache, the nearest first.
  /// - Returns: the calls, with what they touch by cache.
  public func calls(caches: [Int]) -> [CallProfile] {
    records.values.sorted { $0.number < $1.number }.flatMap { record in
      CallTraffic.of(record.plan, caches: caches).enumerated().map { index, bytes in
        profile(index, of: record, bytes)
      }
    }
  }

  /// The record of a plan.
  func record(of plan: Plan) -> PlanRecord {
    if let known = records[ObjectIdentifier(plan)] { return known }
    let made = PlanRecord(plan, number: records.count)
    records[ObjectIdentifier(plan)] = made
    return made
  }

  private func profile(
    _ index: Int,
    of record: PlanRecord,
    _ bytes: [Int]
  ) -> CallProfile {
    let plan = record.plan
    let call = plan.calls[index]
    let perRun = max(0, record.median(of: index) - clockCost * Double(record.clockReads[index]))
    let runs = record.runCount
    return CallProfile(
      plan: record.number,
      kernel: lk_kernel_name(call.kernel).map { String(cString: $0) } ?? "unknown",
      operation: call.instruction.map { plan.program.instructions[$0.index].operation.name }
        ?? "state",
      detail: call.detail,
      runs: runs,
      seconds: perRun * Double(runs) * 1e-9,
      multiplyAdds: call.multiplyAdds * Double(plan.precision.lanes * runs),
      bytes: bytes
    )
  }

  /// The nanoseconds that reading the clock takes.
  private static func measureClock() -> Double {
    let count = 10_000
    var best = Double.infinity
    for _ in 0..<5 {
      let start = lk_nanoseconds()
      for _ in 0..<count { _ = lk_nanoseconds() }
      best = min(best, Double(lk_nanoseconds() - start) / Double(count))
    }
    return best
  }
}

/// The times of one plan's calls: for each run and call, the nanoseconds of all its pieces.
final class PlanRecord {
  let plan: Plan
  /// The how-manieth plan that was run.
  let number: Int
  /// For each call, how often the clock is read in a run: once a piece.
  let clockReads: [Int]
  private(set) var runCount = 0
  /// A row a run.
  private var nanoseconds: [UInt32] = []

  init(_ plan: Plan, number: Int) {
    self.plan = plan
    self.number = number
    var reads = [Int](repeating: 1, count: plan.calls.count)
    for stage in plan.stages {
      guard let streamed = stage.streamed else { continue }
      for index in stage.calls { reads[index] = (streamed.count - 1) / streamed.piece + 1 }
    }
    clockReads = reads
  }

  /// Begins a run.
  func begin() {
    runCount += 1
    nanoseconds.append(contentsOf: repeatElement(0, count: plan.calls.count))
  }

  /// Adds to a call of the run.
  func add(_ time: Int64, to index: Int) {
    nanoseconds[nanoseconds.count - plan.calls.count + index] &+= UInt32(clamping: time)
  }

  /// The median over the runs of a call's nanoseconds.
  func median(of index: Int) -> Double {
    var times = (0..<runCount).map { nanoseconds[$0 * plan.calls.count + index] }
    guard !times.isEmpty else { return 0 }
    times.sort()
    return (Double(times[(times.count - 1) / 2]) + Double(times[times.count / 2])) / 2
  }
}
