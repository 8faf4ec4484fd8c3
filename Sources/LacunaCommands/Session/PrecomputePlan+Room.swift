import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Logging

extension PrecomputePlan {
  /// Says so when memory or disk will not do: as an error where nothing of the run could be done, else as a
  /// warning.
  ///
  /// - Throws: ``SessionError/memory(needed:present:advice:)``, ``SessionError/disk(store:needed:free:advice:)``.
  func requireRoom(
    _ estimate: RunEstimate,
    _ precompute: Precompute,
    _ ranges: [Range<Int>]
  ) throws {
    let memory = estimate.memory
    let advice = RoomAdvice(estimate, precompute, ranges).text
    if let all = Machine.memory, memory.least > all {
      throw SessionError.memory(needed: memory.least, present: all, advice: advice)
    }
    if let free = Machine.availableMemory, memory.total - memory.process > free {
      Terminal.log.warning(
        """
        the run will take \(Figure.bytes(memory.total - memory.process)) more memory, of which \
        \(Figure.bytes(free)) is free\(advice)
        """
      )
    }
    guard let free = Machine.freeDisk(of: store), estimate.disk.total > free else { return }
    let first = estimate.disk.total - estimate.disk.shards + memory.shard
    let perDirection = estimate.disk.perDirection
    guard first <= free else {
      throw SessionError.disk(
        store: store.location,
        needed: first,
        free: free,
        advice: perDirection <= free ? "; a smaller --shard-size, or --precision f32, needs less" : ""
      )
    }
    Terminal.log.warning(
      """
      the sketch will take \(Figure.bytes(estimate.disk.total)) on the disk of \(store.location), where \
      \(Figure.bytes(free)) is free, enough for about \((free - first) / max(perDirection, 1)) \
      directions; --precision f32 halves it, and what is written stays when the disk is full
      """
    )
  }
}

/// What would make a run smaller.
struct RoomAdvice {
  /// As the rest of a sentence; empty when nothing would.
  let text: String

  init(_ estimate: RunEstimate, _ precompute: Precompute, _ ranges: [Range<Int>]) {
    let memory = estimate.memory
    var ways: [String] = []
    if memory.threads > 1 {
      let one = MemoryEstimate(precompute, ranges, process: memory.process, threads: 1)
      ways.append("--threads 1 takes \(Figure.bytes(one.total))")
    }
    let largest = ranges.map(\.count).max() ?? 1
    let lanes = precompute.options.precision.lanes
    if largest > lanes {
      let small = ranges.flatMap { range in
        stride(from: range.lowerBound, to: range.upperBound, by: lanes).map {
          $0..<min($0 + lanes, range.upperBound)
        }
      }
      let total = MemoryEstimate(precompute, small, process: memory.process).total
      ways.append("--shard-size \(lanes) takes \(Figure.bytes(total))")
    }
    if precompute.options.precision == .float64, precompute.plan != nil {
      ways.append("--precision f32 makes shards half as large")
    }
    text = ways.isEmpty ? "" : "; " + ways.joined(separator: ", ")
  }
}
