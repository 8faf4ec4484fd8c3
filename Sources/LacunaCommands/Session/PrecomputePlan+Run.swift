import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Logging
import Synchronization

extension PrecomputePlan {
  /// What a run did.
  struct Made {
    /// How many directions were computed.
    var directions = 0
    /// How exactly they were interpolated, where they were.
    var interpolation: Interpolation?
    /// What was said of the run before it started; nil when there was nothing to do.
    var estimate: EstimateReport?
    /// What the jets say of the training run; nil where no directions were computed.
    var stability: SketchManifest.Stability?
  }

  /// Computes what is missing.
  ///
  /// - Returns: what was done.
  /// - Throws: ``SessionError/interrupted(store:found:expected:)``, or what went wrong.
  func run() throws -> Made {
    let open = try continued()
    let missing =
      try open?.missingRanges(upTo: directionCount) ?? [0..<directionCount]
    let ranges = requested.request.shards(missing)
    guard !ranges.isEmpty else { return Made() }
    let bar = ProgressBar("precompute")
    defer { bar.finish() }
    let planned = try requested.precompute(bar)
    let archive = Mutex<SketchArchive?>(open)
    let watch = RunWatch(planned.pace(ranges), bar) { seconds in
      Terminal.log.info("after the first block: about \(ProgressBar.duration(seconds)) in all")
    }
    var estimate: RunEstimate
    do {
      estimate = try requested.estimate(planned, ranges, continuing: open, trial: .brief)
      let room = Room(store: store)
      for warning in try room.warnings(
        estimate,
        store: store.location,
        advice: RoomAdvice(estimate.memory, planned, ranges).text
      ) {
        Terminal.log.warning("\(warning)")
      }
      Terminal.log.info("\(estimate.summary)")
      let precompute = planned.observed(
        progress: watch.note,
        isCancelled: planned.options.isCancelled
      )
      watch.start()
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
      where planned.options.isCancelled() || error as? SketchingError == .interrupted
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
    let stability = try archive.withLock { try $0?.judge() }
    if let warning = stability?.warning { Terminal.log.warning("\(warning)") }
    let computed = ranges.reduce(0) { $0 + $1.count }
    let elapsed = watch.elapsed
    archive.withLock { $0.map { noteCosts(beside: $0, directions: computed, seconds: elapsed) } }
    return Made(
      directions: computed,
      interpolation: planned.accuracy.summary,
      estimate: EstimateReport(
        estimate,
        secondsAfterFirstBlock: watch.secondsAfterFirstBlock,
        taken: .init(seconds: elapsed, memory: Machine.peak)
      ),
      stability: stability
    )
  }
}
