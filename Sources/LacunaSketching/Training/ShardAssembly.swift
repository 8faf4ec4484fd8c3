import LacunaExecution
import LacunaProtocols
import LacunaStores
import Synchronization

/// Puts blocks of lanes together to shards, and hands each on when its last block is in.
final class ShardAssembly: Sendable {
  private struct Pending {
    var range: Range<Int>
    var blocksLeft: Int
    /// For each parameter, `[count, degree, …shape, 2]`.
    var tensors: [[Double]]
  }

  private let parameters: [StateTensor]
  private let degree: Int
  private let precision: Precision
  private let pending: Mutex<[Int: Pending]>

  init(
    _ ranges: [Range<Int>],
    blocksOfShard: [Int],
    _ parameters: [StateTensor],
    _ degree: Int,
    _ precision: Precision
  ) {
    self.parameters = parameters
    self.degree = degree
    self.precision = precision
    var shards: [Int: Pending] = [:]
    for (number, range) in ranges.enumerated() {
      shards[number] = Pending(range: range, blocksLeft: 0, tensors: [])
    }
    for number in blocksOfShard { shards[number]?.blocksLeft += 1 }
    pending = Mutex(shards)
  }

  /// Adds the trained tangents of a block.
  func add(
    _ directions: Range<Int>,
    of shard: Int,
    from workspace: Workspace,
    block: Int,
    _ onShard: (Shard) throws -> Void
  ) throws {
    let blocks = try parameters.map { parameter in
      let tangents = try executing { () throws(ExecutionError) in
        try workspace.tangents(parameter.name, block: block)
      }
      return rows(tangents, parameter.shape.reduce(1, *), lanes: directions.count)
    }
    try add(directions, of: shard, blocks, onShard)
  }

  /// Adds numbers of a block, for each parameter `[lanes, degree, …shape, 2]`.
  func add(
    _ directions: Range<Int>,
    of shard: Int,
    _ blocks: [[Double]],
    _ onShard: (Shard) throws -> Void
  ) throws {
    try pending.withLock { shards in
      // Taken out, so that its arrays are not shared and are filled in place.
      guard var entry = shards.removeValue(forKey: shard) else { return }
      if entry.tensors.isEmpty {
        entry.tensors = parameters.map { parameter in
          let row = degree * parameter.shape.reduce(1, *) * 2
          return Array(repeating: 0, count: entry.range.count * row)
        }
      }
      for (index, block) in blocks.enumerated() {
        let row = degree * parameters[index].shape.reduce(1, *) * 2
        let start = (directions.lowerBound - entry.range.lowerBound) * row
        entry.tensors[index].replaceSubrange(start..<(start + block.count), with: block)
      }
      entry.blocksLeft -= 1
      guard entry.blocksLeft == 0 else {
        shards[shard] = entry
        return
      }
      try onShard(finished(entry))
    }
  }

  private func rows(_ tangents: TangentArray, _ count: Int, lanes: Int) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(lanes * degree * count * 2)
    for lane in 0..<lanes {
      for coefficient in 1...degree {
        for element in 0..<count {
          let value = tangents[element, coefficient, lane]
          numbers.append(value.re)
          numbers.append(value.im)
        }
      }
    }
    return numbers
  }

  private func finished(_ entry: Pending) throws -> Shard {
    let tensors = try zip(parameters, entry.tensors).map { parameter, numbers in
      try TensorData(
        parameter.name,
        reals: numbers,
        shape: [entry.range.count, degree] + parameter.shape + [2],
        precision
      )
    }
    return Shard(start: entry.range.lowerBound, count: entry.range.count, tensors: tensors)
  }
}
