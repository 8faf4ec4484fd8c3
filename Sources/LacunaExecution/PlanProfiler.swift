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
