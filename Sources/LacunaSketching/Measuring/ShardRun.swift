import LacunaExecution
import LacunaProtocols
import LacunaStores
import Synchronization

/// Evaluates a measurement on shards, blocks of lanes beside each other.
struct ShardRun {
  private let sketch: OpenSketch
  private let names: [String]
  private let counts: [Int]
  private let degree: Int
  private let options: ExecutionOptions
  private let pool: MeasurerPool

  init(
    _ sketch: OpenSketch,
    _ target: MeasuredQuery,
    parameters: [StateTensor],
    options: ExecutionOptions
  ) throws {
    self.sketch = sketch
    self.options = options
    names = parameters.map(\.name)
    counts = parameters.map { $0.shape.reduce(1, *) }
    degree = sketch.archive.manifest.expansion.degree
    let measurer = try Measurer(
      target,
      parameters: parameters,
      base: try sketch.baseState(),
      ring: .jet(degree: degree),
      options: options
    )
    pool = try MeasurerPool(measurer)
  }

  /// The value on the undeleted model.
  func base() throws -> [Double] {
    try pool.with { try $0.jets(lanes: 1) { _, _, _, _ in Complex(0) }.base }
  }

  /// Measures shards and hands over the jets of each, by its index.
  ///
  /// - Throws: ``SketchingError``, or an error of the archive for a shard that is not whole.
  func measure(_ entries: [ShardEntry], _ take: (Int, MeasuredJets) -> Void) throws {
    var done = 0
    while done < entries.count {
      if options.isCancelled() { throw SketchingError.interrupted }
      options.progress(Progress(done: done, total: entries.count))
      // As many as there are threads to read and verify them; those that are kept take no more memory.
      var group: [ShardEntry] = []
      var reading = 0
      for entry in entries[done...] {
        if !sketch.holds(entry) {
          guard reading < options.threads else { break }
          reading += 1
        }
        group.append(entry)
      }
      let shards = try sketch.shards(group, threads: options.threads)
      for (index, jets) in try measure(shards).enumerated() { take(done + index, jets) }
      done += group.count
    }
  }

  /// The jets of each of some shards.
  private func measure(_ shards: [VerifiedShard]) throws -> [MeasuredJets] {
    // What computes its numbers is asked by one thread, and a whole shard at a time.
    let lanes = pool.isParallel ? options.precision.lanes : Int.max
    let blocks = shards.enumerated().flatMap { index, shard in
      stride(from: 0, to: shard.count, by: lanes).map {
        (shard: index, first: $0, lanes: min(lanes, shard.count - $0))
      }
    }
    let found = Mutex([MeasuredJets?](repeating: nil, count: blocks.count))
    let threads = pool.isParallel ? options.threads : 1
    try Parallel.forEach(blocks.count, threads: threads) {
      ()
    } body: { _, index in
      let block = blocks[index]
      let jets = try shards[block.shard].withTangents(of: names) { stored in
        let tangents = ParameterTangents(
          stored: stored,
          counts: counts,
          degree: degree,
          precision: options.precision
        )
        return try pool.with {
          try $0.jets(lanes: block.lanes, tangents.from(lane: block.first))
        }
      }
      found.withLock { $0[index] = jets }
    }
    var results = shards.map { _ in MeasuredJets(base: [], tangents: [], accuracy: nil) }
    for (block, jets) in zip(blocks, found.withLock { $0 }) {
      guard let jets else { continue }
      results[block.shard].tangents += jets.tangents
      if let accuracy = jets.accuracy {
        results[block.shard].accuracy = (results[block.shard].accuracy ?? []) + accuracy
      }
    }
    return results
  }
}

/// Measurers of the same, each for one thread at a time.
///
/// Unchecked: `idle` is touched under the lock alone, and a measurer is of one thread while it is out.
private final class MeasurerPool: @unchecked Sendable {
  /// Whether several threads may measure at once.
  let isParallel: Bool
  private let first: Measurer
  private let lock = Mutex(())
  private var idle: [Measurer]

  init(_ first: Measurer) throws {
    self.first = first
    let second = try first.another()
    isParallel = second != nil
    idle = [first] + [second].compactMap { $0 }
  }

  func with<Result>(_ body: (Measurer) throws -> Result) throws -> Result {
    let free = lock.withLock { _ in idle.popLast() }
    let measurer = try free ?? first.another() ?? first
    defer { lock.withLock { _ in idle.append(measurer) } }
    return try body(measurer)
  }
}
