import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import LacunaStores
import Synchronization

/// Exact gradients of measurements with respect to the downweights of all units, by one pass forward through
/// training and one back.
///
/// Lanes carry what is measured: eight measurements or more cost little more than one. What all of them
/// share, which is the undeleted run and everything its steps compute, is computed once.
public struct ReversePass: Sendable {
  /// What is trained.
  public let problem: TrainingProblem
  private let plan: AdjointPlan
  private let options: ExecutionOptions
  private let budget: CheckpointBudget
  /// The most blocks of lanes that go back together.
  private static let mostBlocks = 8

  /// Plans a reverse pass.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - options: how the machine is used.
  ///   - budget: what checkpoints may take.
  /// - Throws: ``SketchingError/noAdjoint(subject:reason:)`` or ``SketchingError/execution(_:)``.
  public init(
    _ problem: TrainingProblem,
    options: ExecutionOptions,
    budget: CheckpointBudget
  ) throws(SketchingError) {
    self.problem = problem
    self.options = options
    self.budget = budget
    plan = try AdjointPlan(problem, lanes: .measurements, options: options)
  }

  /// One output of a measurement, which has a lane.
  private struct Row {
    var target: Int
    var output: Int
  }

  /// The gradients of measurements.
  ///
  /// - Parameters:
  ///   - targets: what is measured.
  ///   - onBase: called once with the trained state of the undeleted model.
  /// - Returns: for each its values and gradients.
  /// - Throws: ``SketchingError``, or what the callback throws.
  public func gradients(
    of targets: [MeasuredQuery],
    onBase: @escaping @Sendable ([TensorData]) throws -> Void = { _ in }
  ) throws -> [MeasuredGradient] {
    let rows = targets.enumerated().flatMap { index, target in
      (0..<target.outputCount).map { Row(target: index, output: $0) }
    }
    let lanes = options.precision.lanes
    let blocks = stride(from: 0, to: rows.count, by: lanes).map {
      Array(rows[$0..<min($0 + lanes, rows.count)])
    }
    let groups = cut(blocks)
    let threads = max(1, min(options.threads, groups.count))
    let schedule = budget.schedule(
      steps: problem.stepCount,
      size: plan.checkpointBytes,
      threads: threads
    )
    let counter = ProgressCounter(
      total: groups.count * (schedule.advances + 1 + problem.stepCount),
      report: options.progress
    )
    let results = Mutex(
      targets.map {
        MeasuredGradient(
          base: [Double](repeating: 0, count: $0.outputCount),
          gradient: [[Double]](repeating: [], count: $0.outputCount)
        )
      }
    )
    let most = groups.map(\.count).max() ?? 1
    try Parallel.forEach(groups.count, threads: threads) {
      try BaseReversal(plan, schedule, budget, options, blocks: most)
    } body: { reversal, number in
      let group = groups[number]
      let gradients = try reversal.gradients(blocks: group.count, counter) {
        let base = try reversal.parameters()
        if number == 0 { try onBase(tensors(base)) }
        for (block, rows) in group.enumerated() {
          let cotangents = try seeds(rows, targets, base) { row, values in
            results.withLock { $0[row.target].base[row.output] = values[row.output] }
          }
          try reversal.begin(block: block, cotangents)
        }
      }
      for (block, rows) in group.enumerated() {
        for (lane, row) in rows.enumerated() {
          let gradient = gradients[block][lane]
          guard gradient.allSatisfy(\.isFinite) else {
            throw SketchingError.gradientNotFinite(
              measurement: targets[row.target].measurement,
              query: targets[row.target].query
            )
          }
          results.withLock { $0[row.target].gradient[row.output] = gradient }
        }
      }
    }
    return results.withLock { $0 }
  }

  private func tensors(_ base: [String: [Double]]) throws -> [TensorData] {
    try problem.parameters.map {
      try TensorData($0.name, reals: base[$0.name] ?? [], shape: $0.shape, options.precision)
    }
  }

  /// What checkpoints keep of the training run, for so many measurements.
  public func schedule(rows: Int) -> CheckpointSchedule {
    let blocks = (rows + options.precision.lanes - 1) / options.precision.lanes
    return budget.schedule(
      steps: problem.stepCount,
      size: plan.checkpointBytes,
      threads: max(1, min(options.threads, blocks))
    )
  }

  /// Cuts blocks into groups that go back together, as many as there are threads or more.
  private func cut(_ blocks: [[Row]]) -> [[[Row]]] {
    let width = max(1, min(options.threads, blocks.count))
    let rounds = (blocks.count + width * Self.mostBlocks - 1) / (width * Self.mostBlocks)
    let count = min(blocks.count, rounds * width)
    return (0..<count).map {
      Array(blocks[($0 * blocks.count / count)..<(($0 + 1) * blocks.count / count)])
    }
  }

  /// The gradients with respect to the trained parameters: lane, then parameter.
  private func seeds(
    _ rows: [Row],
    _ targets: [MeasuredQuery],
    _ base: [String: [Double]],
    _ note: (Row, [Double]) -> Void
  ) throws -> [[[Double]]] {
    var seeds: [[[Double]]] = []
    var known: (target: Int, gradient: MeasurementGradient)?
    for row in rows {
      if known?.target != row.target {
        known = (
          row.target,
          try MeasurementGradient(
            targets[row.target],
            parameters: problem.parameters,
            base: base,
            ring: .lanes,
            options: options
          )
        )
      }
      guard let gradient = known?.gradient else { continue }
      note(row, try gradient.run(output: row.output))
      seeds.append(try problem.parameters.map { try gradient.constant($0) })
    }
    return seeds
  }
}
