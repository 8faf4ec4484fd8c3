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
    try Parallel.forEach(blocks.count, threads: options.threads) {
      try TrainingRun(plan)
    } body: { run, number in
      let block = blocks[number]
      try run.train(.weights(Array(weightings[block])), options: options) { step in
        if step % 16 == 15 { counter.add(16) }
      }
      counter.add(problem.stepCount % 16)
      for (lane, index) in block.enumerated() {
        var trained: [String: [Double]] = [:]
        for tensor in problem.parameters {
          trained[tensor.name] = try executing { () throws(ExecutionError) in
            try run.workspace.values(tensor.name, lane: lane)
          }
        }
        let done = trained
        results.withLock { $0[index] = done }
      }
    }
    return results.withLock { $0 }
  }
}
