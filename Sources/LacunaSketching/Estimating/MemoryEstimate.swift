import LacunaExecution
import LacunaProtocols
import LacunaStores

/// The memory that a precompute takes at its most, part by part.
///
/// Everything a run allocates is counted from its plans before it begins. What cannot be counted is
/// measured: the size of the process that has read the data and made the plans. None of it depends on the
/// number of steps, but for the schedule, which is part of the process.
public struct MemoryEstimate: Equatable, Sendable, Encodable {
  /// The process before the run: program, libraries, records, encoded data, schedule, plans.
  public let process: Int
  /// The most that the process took so far: reading a table takes more than having it.
  public let peakBefore: Int
  /// Of the process: the elements of encoded examples and of the batches that are kept stacked.
  public let data: Int
  /// How many threads work.
  public let threads: Int
  /// For each thread: state of its lanes, frames and scratch memory.
  public let workspace: Int
  /// For each thread: kernel calls with their addresses, and indices.
  public let calls: Int
  /// For each thread: the directions of its lanes.
  public let directions: Int
  /// The largest shard, which is put together in memory.
  public let shard: Int
  /// How many shards are in memory at a time.
  public let shardsAtOnce: Int

  /// All threads.
  public var allThreads: Int { threads * (workspace + calls + directions) }
  /// All shards that are in memory at a time.
  public var allShards: Int { shard * shardsAtOnce }
  /// All of it, at the most.
  public var total: Int { max(peakBefore, process + allThreads + allShards) }
  /// What the run adds in any case: nothing begins with less.
  public var least: Int { threads * workspace + shard }

  private enum CodingKeys: String, CodingKey {
    case process, peakBefore, data, threads, workspace, calls, directions, shard, shardsAtOnce
    case total
  }

  /// Writes all parts and their sum.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(process, forKey: .process)
    try container.encode(peakBefore, forKey: .peakBefore)
    try container.encode(data, forKey: .data)
    try container.encode(threads, forKey: .threads)
    try container.encode(workspace, forKey: .workspace)
    try container.encode(calls, forKey: .calls)
    try container.encode(directions, forKey: .directions)
    try container.encode(shard, forKey: .shard)
    try container.encode(shardsAtOnce, forKey: .shardsAtOnce)
    try container.encode(total, forKey: .total)
  }

  /// Memory of these parts, as they are called above.
  package init(
    process: Int,
    peakBefore: Int,
    data: Int,
    threads: Int,
    workspace: Int,
    calls: Int,
    directions: Int,
    shard: Int,
    shardsAtOnce: Int
  ) {
    self.process = process
    self.peakBefore = peakBefore
    self.data = data
    self.threads = threads
    self.workspace = workspace
    self.calls = calls
    self.directions = directions
    self.shard = shard
    self.shardsAtOnce = shardsAtOnce
  }

  /// The memory of a run.
  ///
  /// - Parameters:
  ///   - precompute: the run.
  ///   - ranges: the directions of each shard.
  ///   - process: the bytes that the process takes before it.
  ///   - peakBefore: the most that the process took so far.
  ///   - threads: how many threads work, where it is not what the run's options say.
  public init(
    _ precompute: Precompute,
    _ ranges: [Range<Int>],
    process: Int,
    peakBefore: Int = 0,
    threads: Int? = nil
  ) {
    let problem = precompute.problem
    let wanted = threads ?? precompute.options.threads
    let pieces = precompute.pieceCount(ranges)
    self.process = process
    self.peakBefore = peakBefore
    self.threads = max(1, min(wanted, pieces))
    data = problem.encodedBytes
    workspace = precompute.plan?.bytesPerThread(blocks: pieces, threads: wanted) ?? 0
    calls = precompute.plan?.plans.reduce(0) { $0 + $1.bindingBytes } ?? 0
    let lanes = precompute.lanesPerThread(pieces: pieces, threads: wanted)
    directions = lanes * problem.unitCount * MemoryLayout<Complex>.stride
    let largest = ranges.max { $0.count < $1.count } ?? 0..<1
    shard = ShardDraft.size(
      largest,
      parameters: problem.parameters.map { .init(name: $0.name, shape: $0.shape) },
      expansion: precompute.expansion
    )
    // Blocks that are trained together are added one by one, and those of other threads are next to them.
    let inWork = self.threads * precompute.options.precision.lanes
    let touched = (inWork + largest.count - 1) / max(largest.count, 1) + 1
    shardsAtOnce = self.threads == 1 ? 1 : min(ranges.count, touched)
  }
}

extension Precompute {
  /// How many lanes a thread works on at a time.
  func lanesPerThread(pieces: Int, threads: Int) -> Int {
    guard let plan else { return 1 }
    let most = plan.groups(of: pieces, threads: threads).map(\.count).max() ?? 1
    return most * options.precision.lanes
  }

  /// How many pieces the work on directions is handed out to threads in.
  public func pieceCount(_ ranges: [Range<Int>]) -> Int {
    let lanes = plan == nil ? 1 : options.precision.lanes
    return ranges.reduce(0) { $0 + ($1.count + lanes - 1) / lanes }
  }
}

extension TrainingProblem {
  /// The bytes of encoded examples, and of the batches of them that are kept.
  public var encodedBytes: Int { batches.bytes }
}
