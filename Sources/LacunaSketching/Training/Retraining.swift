import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import Synchronization

/// Real training at real weights: the truth, for as many weightings at once as there are lanes.
public struct Retraining: Sendable {
  let problem: TrainingProblem
  /// Nil for a learner that trains by itself.
  let plan: TrainingPlan?
  let options: ExecutionOptions

  /// Plans the retraining of a problem.
  ///
  /// - Throws: ``SketchingError/execution(_:)``.
  public init(_ problem: TrainingProblem, options: ExecutionOptions) throws(SketchingError) {
    self.problem = problem
    self.options = options
    plan =
      problem.computed == nil
      ? try TrainingPlan(problem, ring: .lanes, options: options) : nil
  }

  /// The weights of all examples when some are deleted to a degree: 1 − `downweight`, elsewhere 1.
  ///
  /// Those of units and of other base weights are ``TrainingProblem/weights(_:scale:)``.
  public static func weights(
    deleting positions: [Int],
    downweight: Double = 1,
    count: Int
  ) -> [Double] {
    var weights = [Double](repeating: 1, count: count)
    for position in positions { weights[position] = 1 - downweight }
    return weights
  }

  /// The trained parameters for each weighting, by name.
  ///
  /// An example of weight 0 keeps its slot, its batch and its step.
  ///
  /// - Throws: ``SketchingError``.
  public func parameters(weightings: [[Double]]) throws -> [[String: [Double]]] {
    if let learner = problem.computed {
      return try ComputedTraining(problem, learner, degree: 1, options: options)
        .parameters(weightings: weightings)
    }
    guard let plan else { return [] }
    let lanes = options.precision.lanes
    let blocks = stride(from: 0, to: weightings.count, by: lanes).map {
      $0..<min($0 + lanes, weightings.count)
    }
    let counter = ProgressCounter(
      total: blocks.count * problem.stepCount,
      report: options.progress
    )
    let results = Mutex([[String: [Double]]](repeating: [:], count: weightings.count))
    let groups = plan.groups(of: blocks.count, threads: options.threads)
    let most = groups.map(\.count).max() ?? 1
    try Parallel.forEach(groups.count, threads: options.threads) {
      try TrainingRun(plan, blocks: most)
    } body: { run, number in
      let group = blocks[groups[number]]
      var steps = 0
      try run.train(group.map { .weights(Array(weightings[$0])) }, options: options) { _ in
        steps += 1
        if steps % 16 == 0 { counter.add(16) }
      }
      counter.add(steps % 16)
      for (position, block) in group.enumerated() {
        for (lane, index) in block.enumerated() {
          var trained: [String: [Double]] = [:]
          for tensor in problem.parameters {
            trained[tensor.name] = try executing { () throws(ExecutionError) in
              try run.workspace.values(tensor.name, lane: lane, block: position)
            }
          }
          let done = trained
          results.withLock { $0[index] = done }
        }
      }
    }
    return results.withLock { $0 }
  }
}
