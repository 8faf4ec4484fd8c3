import LacunaExecution
import LacunaProtocols
import LacunaStores
import Synchronization

/// Puts blocks of lanes together to shards, and hands each on when its last block is in.
///
/// A block is written where it will lie in the shard's file, so that each shard is in memory once. There
/// are no more of them at a time than threads work on.
final class ShardAssembly: Sendable {
  /// A shard that some blocks are missing of.
  private final class Pending: Sendable {
    /// Nil once it is complete.
    let draft: Mutex<(draft: ShardDraft?, blocksLeft: Int)>

    init(_ draft: ShardDraft, blocks: Int) {
      self.draft = Mutex((draft, blocks))
    }
  }

  private let ranges: [Range<Int>]
  private let blockCounts: [Int]
  private let parameters: [SketchManifest.Parameter]
  private let expansion: SketchManifest.Expansion
  private let pending = Mutex<[Int: Pending]>([:])
  private let handing = Mutex(())

  init(
    _ ranges: [Range<Int>],
    blocksOfShard: [Int],
    _ parameters: [StateTensor],
    _ expansion: SketchManifest.Expansion
  ) {
    self.ranges = ranges
    self.parameters = parameters.map { .init(name: $0.name, shape: $0.shape) }
    self.expansion = expansion
    var counts = [Int](repeating: 0, count: ranges.count)
    for number in blocksOfShard { counts[number] += 1 }
    blockCounts = counts
  }

  /// Adds the trained tangents of a block.
  func add(
    _ directions: Range<Int>,
    of shard: Int,
    from workspace: Workspace,
    block: Int,
    _ onShard: (Shard) throws -> Void
  ) throws {
    let tangents = try parameters.map { parameter in
      try executing { () throws(ExecutionError) in
        try workspace.tangents(parameter.name, block: block)
      }
    }
    try add(directions, of: shard, onShard) { number, elements, bytes in
      tangents[number].copyRows(elements: elements, lanes: directions.count, to: bytes)
    }
  }

  /// Adds numbers of a block, for each parameter `[lanes, degree, …shape, 2]`.
  func add(
    _ directions: Range<Int>,
    of shard: Int,
    _ blocks: [[Double]],
    _ onShard: (Shard) throws -> Void
  ) throws {
    let precision = expansion.precision
    try add(directions, of: shard, onShard) { number, _, bytes in
      switch precision {
      case .f64: blocks[number].withUnsafeBytes { bytes.copyMemory(from: $0) }
      case .f32:
        for (index, value) in blocks[number].enumerated() {
          bytes.storeBytes(of: Float(value), toByteOffset: index * 4, as: Float.self)
        }
      }
    }
  }

  private func add(
    _ directions: Range<Int>,
    of shard: Int,
    _ onShard: (Shard) throws -> Void,
    write: (_ parameter: Int, _ elements: Int, UnsafeMutableRawBufferPointer) -> Void
  ) throws {
    let entry = pending.withLock { pending in
      if let known = pending[shard] { return known }
      let draft = ShardDraft(ranges[shard], parameters: parameters, expansion: expansion)
      let made = Pending(draft, blocks: blockCounts[shard])
      pending[shard] = made
      return made
    }
    let finished = entry.draft.withLock { entry -> Shard? in
      for (number, parameter) in parameters.enumerated() {
        let elements = parameter.shape.reduce(1, *)
        entry.draft?.withRows(directions, of: parameter.name) { write(number, elements, $0) }
      }
      entry.blocksLeft -= 1
      return entry.blocksLeft == 0 ? entry.draft.take()?.finished() : nil
    }
    guard let finished else { return }
    pending.withLock { $0[shard] = nil }
    // One at a time; other threads go on with other shards meanwhile.
    try handing.withLock { _ in try onShard(finished) }
  }
}

extension SketchPrecision {
  /// The precision that tangents are stored in when they are computed in one.
  public init(_ precision: Precision) {
    self = precision == .float64 ? .f64 : .f32
  }
}
