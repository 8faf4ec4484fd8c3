import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// The memory and the disk that a run has, in bytes; nil where the system does not say.
struct Room {
  /// All memory that the process could ever have.
  var memory: Int?
  /// The memory that is free now.
  var freeMemory: Int?
  /// The free disk of the store.
  var freeDisk: Int?

  /// The room for a run, and on the disk of its store.
  init(store: (any SketchStore)?) {
    memory = Machine.memory
    freeMemory = Machine.availableMemory
    freeDisk = store.flatMap { Machine.freeDisk(of: $0) }
  }

  /// This much room.
  init(memory: Int?, freeMemory: Int?, freeDisk: Int?) {
    self.memory = memory
    self.freeMemory = freeMemory
    self.freeDisk = freeDisk
  }

  /// Makes sure that the machine has the memory that nothing of a run could do without.
  ///
  /// - Throws: ``SessionError/memory(needed:present:)``.
  func requireMemory(_ estimate: MemoryEstimate) throws(SessionError) {
    if let memory, estimate.least > memory {
      throw .memory(needed: estimate.least, present: memory)
    }
  }

  /// What may go wrong with a run for want of room, as warnings.
  ///
  /// - Parameters:
  ///   - estimate: of the run.
  ///   - store: the name of its store.
  ///   - advice: what would make it smaller, as the rest of a sentence.
  /// - Returns: the warnings; none where all has room.
  /// - Throws: ``SessionError`` where not even the first shard has room.
  func warnings(
    _ estimate: RunEstimate,
    store: String,
    advice: String
  ) throws(SessionError) -> [String] {
    try requireMemory(estimate.memory)
    var warnings: [String] = []
    let added = estimate.memory.total - estimate.memory.process
    if let freeMemory, added > freeMemory {
      warnings.append(
        "the run will take \(Figure.bytes(added)) more memory, of which \(Figure.bytes(freeMemory)) is "
          + "free\(advice)"
      )
    }
    let disk = estimate.disk
    guard let freeDisk, disk.total > freeDisk else { return warnings }
    let first = disk.total - disk.shards + min(disk.shards, estimate.memory.shard)
    guard first <= freeDisk else {
      throw .disk(store: store, needed: first, free: freeDisk)
    }
    let directions = (freeDisk - (disk.total - disk.shards)) / max(disk.perDirection, 1)
    warnings.append(
      "the sketch will take \(Figure.bytes(disk.total)) on the disk of \(store), where "
        + "\(Figure.bytes(freeDisk)) is free: enough for about \(directions) directions; --precision "
        + "f32 makes it half as large. Shards that are written stay when the disk is full"
    )
    return warnings
  }
}

/// What would make a run smaller.
struct RoomAdvice {
  /// As the rest of a sentence; empty when nothing would.
  let text: String

  init(_ memory: MemoryEstimate, _ precompute: Precompute, _ ranges: [Range<Int>]) {
    var ways: [String] = []
    if memory.threads > 1 {
      let one = MemoryEstimate(precompute, ranges, process: memory.process, threads: 1)
      ways.append("--threads 1 takes \(Figure.bytes(one.total)) in all")
    }
    let lanes = precompute.options.precision.lanes
    if let largest = ranges.max(by: { $0.count < $1.count }), largest.count > lanes {
      let small = [largest.lowerBound..<(largest.lowerBound + lanes)]
      let saved =
        memory.allShards - MemoryEstimate(precompute, small, process: 0).shard * memory.shardsAtOnce
      ways.append("--shard-size \(lanes) saves \(Figure.bytes(saved))")
    }
    if precompute.options.precision == .float64 {
      ways.append("--precision f32 makes shards half as large")
    }
    text = ways.isEmpty ? "" : "; " + ways.joined(separator: ", ")
  }
}
