import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Synchronization

extension PrecomputePlan {
  /// Computes what is missing.
  ///
  /// - Returns: how many directions that were, and how exactly they were interpolated, where they were.
  /// - Throws: ``SessionError/interrupted(store:found:expected:)``, or what went wrong.
  func run() throws -> (directions: Int, interpolation: Interpolation?) {
    let open = try continued()
    let missing =
      try open?.missingRanges(upTo: directionCount) ?? [0..<directionCount]
    let ranges = missing.flatMap { range in
      stride(from: range.lowerBound, to: range.upperBound, by: command.shardSize).map {
        $0..<($0 + min(command.shardSize, range.upperBound - $0))
      }
    }
    guard !ranges.isEmpty else { return (0, nil) }
    let bar = ProgressBar("precompute")
    defer { bar.finish() }
    let options = try command.machine.options(command.precision, bar)
    let precompute = try Precompute(
      problem,
      directions: directions,
      degree: command.degree,
      options: options
    )
    let archive = Mutex<SketchArchive?>(open)
    do {
      try precompute.run(ranges) { base in
        try archive.withLock { archive in
          if let known = archive {
            try check(base, against: known)
          } else {
            archive = try create(base)
          }
        }
      } onShard: { shard in
        try archive.withLock { _ = try $0?.append(shard) }
      }
    } catch
      where options.isCancelled() || error as? SketchingError == .interrupted
    {
      // Whoever noticed it first, training or a plugin in a process of its own.
      let all = 0..<directionCount
      let left = try archive.withLock { try $0?.missingRanges(upTo: all.count) } ?? [all]
      throw SessionError.interrupted(
        store: store.location,
        found: all.count - left.reduce(0) { $0 + $1.count },
        expected: all.count
      )
    }
    return (ranges.reduce(0) { $0 + $1.count }, precompute.accuracy.summary)
  }
}
