import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import LacunaStores
import Synchronization

/// The making of a sketch: training over jets along directions, block by block of lanes.
///
/// Results do not depend on the number of threads, on how directions are cut into shards, or on the order
/// in which blocks are done.
public struct Precompute: Sendable {
  /// What is trained.
  public let problem: TrainingProblem
  /// The directions.
  public let directions: Directions
  /// The degree of the jets.
  public let degree: Int
  /// How the machine is used.
  public private(set) var options: ExecutionOptions
  /// The seed that shards are marked with.
  public let seed: UInt64
  /// The plans; nil for a learner that trains by itself.
  public let plan: TrainingPlan?
  /// How exactly a learner that trains by itself was interpolated.
  public let accuracy = InterpolationRecord()

  /// Plans a precompute.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - directions: the directions.
  ///   - degree: the degree of the jets.
  ///   - options: how the machine is used.
  ///   - seed: the seed that the manifest names, where it is not that of the directions.
  /// - Throws: ``SketchingError`` for a degree or a plan that cannot be.
  public init(
    _ problem: TrainingProblem,
    directions: Directions,
    degree: Int,
    options: ExecutionOptions,
    seed: UInt64? = nil
  ) throws(SketchingError) {
    guard 1...1000 ~= degree else {
      throw .option(name: "--degree", found: "\(degree)", expected: "1 to 1000")
    }
    self.problem = problem
    self.directions = directions
    self.degree = degree
    self.options = options
    self.seed = seed ?? directions.seed ?? 0
    plan =
      problem.computed == nil
      ? try TrainingPlan(problem, ring: .jet(degree: degree), options: options) : nil
  }

  /// The same, with other callbacks.
  ///
  /// - Parameters:
  ///   - progress: called with how far the run is.
  ///   - isCancelled: asked whether to stop.
  /// - Returns: the same run.
  public func observed(
    progress: @escaping @Sendable (Progress) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) -> Precompute {
    var copy = self
    copy.options.progress = progress
    copy.options.isCancelled = isCancelled
    return copy
  }

  private func base(of run: TrainingRun) throws -> [TensorData] {
    try problem.parameters.map { tensor in
      let values = try executing { () throws(ExecutionError) in
        try run.workspace.primal(tensor.name)
      }
      return try TensorData(tensor.name, reals: values, shape: tensor.shape, options.precision)
    }
  }

  /// Trains along ranges of directions.
  ///
  /// - Parameters:
  ///   - ranges: the direction indices of each shard.
  ///   - onBase: called once, before any shard, with the trained state that all lanes share.
  ///   - onShard: called with each shard when it is done, one at a time.
  /// - Throws: ``SketchingError``, or what the callbacks throw.
  public func run(
    _ ranges: [Range<Int>],
    onBase: @escaping @Sendable ([TensorData]) throws -> Void,
    onShard: @escaping @Sendable (Shard) throws -> Void
  ) throws {
    if let learner = problem.computed {
      let training = ComputedTraining(
        problem,
        learner,
        degree: degree,
        options: options,
        accuracy: accuracy
      )
      try training.run(ranges, along: directions, expansion, onBase: onBase, onShard: onShard)
      return
    }
    guard let plan else { return }
    let blocks = blocks(of: ranges)
    let counter = ProgressCounter(
      total: blocks.count * problem.stepCount,
      report: options.progress
    )
    let assembly = ShardAssembly(
      ranges,
      blocksOfShard: blocks.map(\.shard),
      problem.parameters,
      expansion
    )
    let isBaseKnown = Mutex(false)
    let groups = plan.groups(of: blocks.count, threads: options.threads)
    let most = groups.map(\.count).max() ?? 1
    try Parallel.forEach(groups.count, threads: options.threads) {
      try TrainingRun(plan, blocks: most)
    } body: { run, number in
      let group = blocks[groups[number]]
      let psi = group.map { block in
        block.directions.map { directions.direction($0, units: problem.unitCount) }
      }
      var steps = 0
      try run.train(psi.map { .directions($0) }, options: options) { _ in
        // At first each step, since steps may be long; later not, since they may be short.
        steps += 1
        if steps <= 16 { counter.add(1) } else if steps % 16 == 0 { counter.add(16) }
      }
      counter.add(steps <= 16 ? 0 : steps % 16)
      // Whoever is first knows the trained state; it is the same in all blocks.
      try isBaseKnown.withLock { known in
        if !known { try onBase(base(of: run)) }
        known = true
      }
      for (index, block) in group.enumerated() {
        try assembly.add(
          block.directions,
          of: block.shard,
          from: run.workspace,
          block: index,
          onShard
        )
      }
    }
  }
}

extension Precompute {
  /// What shards say of the expansion.
  var expansion: SketchManifest.Expansion {
    .init(degree: degree, seed: seed, precision: SketchPrecision(options.precision))
  }

  /// The blocks of lanes that directions are trained in, each within a shard.
  func blocks(of ranges: [Range<Int>]) -> [(shard: Int, directions: Range<Int>)] {
    let lanes = options.precision.lanes
    return ranges.enumerated().flatMap { number, range in
      stride(from: range.lowerBound, to: range.upperBound, by: lanes).map {
        (shard: number, directions: $0..<min($0 + lanes, range.upperBound))
      }
    }
  }
}

extension TensorData {
  /// A tensor of reals in a precision.
  init(
    _ name: String,
    reals: [Double],
    shape: [Int],
    _ precision: Precision
  ) throws(TensorError) {
    switch precision {
    case .float64: try self.init(name: name, shape: shape, reals)
    case .float32: try self.init(name: name, shape: shape, reals.map { Float($0) })
    }
  }
}
