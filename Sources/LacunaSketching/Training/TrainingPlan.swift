import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// The plans of a training problem over one ring, shared by all threads.
public struct TrainingPlan: Sendable {
  /// The problem.
  public let problem: TrainingProblem
  /// Where the state lies.
  public let layout: StateLayout
  /// A plan for each step program.
  public let plans: [Plan]
  /// For each plan, where its steps are fed.
  let feeds: [Feed]
  /// Mini-batches in the form that kernels read; steps on the same examples share one.
  let batches: [[InputData]]
  /// For each step, the index of its mini-batch.
  let batchOfStep: [Int]

  /// The inputs of a step program that every step feeds.
  struct Feed: Sendable {
    var batch: [PlanInput?]
    var scalars: [PlanInput?]
    var weights: PlanInput?
  }

  /// Plans every step program of a problem.
  ///
  /// - Throws: ``SketchingError/execution(_:)``.
  public init(
    _ problem: TrainingProblem,
    ring: Ring,
    options: ExecutionOptions
  ) throws(SketchingError) {
    self.problem = problem
    let layout = StateLayout(
      problem.state.map { ($0.name, Shape($0.shape)) },
      ring: ring,
      precision: options.precision
    )
    self.layout = layout
    plans = try executing { () throws(ExecutionError) in
      var plans: [Plan] = []
      for program in problem.programs {
        plans.append(
          try Plan(
            program: program,
            ring: ring,
            precision: options.precision,
            instructionSet: options.instructionSet,
            varying: [.state, .weights],
            layout: layout,
            attached: [.batch]
          )
        )
      }
      return plans
    }
    (batches, batchOfStep) = try executing { () throws(ExecutionError) in
      try Self.batches(of: problem, options.precision)
    }
    var feeds = [Feed?](repeating: nil, count: plans.count)
    for (step, batch) in problem.batches.enumerated() {
      let number = problem.programOfStep[step]
      guard feeds[number] == nil else { continue }
      let plan = plans[number]
      feeds[number] = Feed(
        batch: batch.map { plan.input(.batch, $0.name) },
        scalars: problem.schedule.scalarNames.map { plan.input(.scalar, $0) },
        weights: plan.input(.weights, "weights")
      )
    }
    self.feeds = feeds.compactMap(\.self)
  }

  private static func batches(
    of problem: TrainingProblem,
    _ precision: Precision
  ) throws(ExecutionError) -> ([[InputData]], [Int]) {
    var batches: [[InputData]] = []
    var known: [[Int]: Int] = [:]
    var batchOfStep: [Int] = []
    for (step, tensors) in zip(problem.schedule.steps, problem.batches) {
      if let number = known[step.examples] {
        batchOfStep.append(number)
        continue
      }
      var batch: [InputData] = []
      for tensor in tensors {
        switch tensor.element {
        case .integer: batch.append(try InputData(integers: tensor.integers))
        case .real: batch.append(try InputData(reals: tensor.reals, precision))
        }
      }
      known[step.examples] = batches.count
      batchOfStep.append(batches.count)
      batches.append(batch)
    }
    return (batches, batchOfStep)
  }

  /// The multiply–adds that a whole training needs for each lane, averaged over its steps.
  public var multiplyAddsPerStep: Double {
    let total = problem.programOfStep.reduce(0) { $0 + plans[$1].multiplyAddsPerLane }
    return total / Double(problem.stepCount)
  }
}
