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
  /// The first mini-batches in the form that kernels read; steps on the same examples share one.
  private let kept: [[InputData]]
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
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - ring: the numbers it is trained over.
  ///   - options: how the machine is used.
  ///   - beside: tensors that other plans on the same memory need, after the state.
  /// - Throws: ``SketchingError/execution(_:)``.
  public init(
    _ problem: TrainingProblem,
    ring: Ring,
    options: ExecutionOptions,
    beside: [(name: String, shape: Shape)] = []
  ) throws(SketchingError) {
    self.problem = problem
    let layout = StateLayout(
      problem.state.map { ($0.name, Shape($0.shape)) } + beside,
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
    batchOfStep = problem.batches.map { $0 }
    kept = try executing { () throws(ExecutionError) in
      try Self.kept(of: problem, options.precision)
    }
    feeds = Self.feeds(of: plans, problem)
  }

  /// Where the steps are fed, for each of some plans that have the inputs of the step programs.
  static func feeds(of plans: [Plan], _ problem: TrainingProblem) -> [Feed] {
    var feeds = [Feed?](repeating: nil, count: plans.count)
    for (number, batch) in zip(problem.programOfStep, problem.batches.map { $0 })
    where feeds[number] == nil {
      let plan = plans[number]
      feeds[number] = Feed(
        batch: problem.batches.tensors(of: batch).map { plan.input(.batch, $0.name) },
        scalars: problem.schedule.scalarNames.map { plan.input(.scalar, $0) },
        weights: plan.input(.weights, "weights")
      )
    }
    return feeds.compactMap(\.self)
  }

  /// As many batches as are not more than the data.
  private static func kept(
    of problem: TrainingProblem,
    _ precision: Precision
  ) throws(ExecutionError) -> [[InputData]] {
    var kept: [[InputData]] = []
    var room = max(problem.encodedBytes, 1 << 20)
    for batch in problem.batches.distinct {
      let tensors = problem.batches.tensors(of: batch)
      room -= tensors.reduce(0) { $0 + ($1.reals.count + $1.integers.count) * 8 }
      guard room >= 0 else { break }
      kept.append(try data(of: tensors, precision))
    }
    return kept
  }

  /// A mini-batch in the form that kernels read.
  func data(of batch: Int) throws(ExecutionError) -> [InputData] {
    if batch < kept.count { return kept[batch] }
    return try Self.data(of: problem.batches.tensors(of: batch), layout.precision)
  }

  private static func data(
    of tensors: [ExampleTensor],
    _ precision: Precision
  ) throws(ExecutionError) -> [InputData] {
    var data: [InputData] = []
    for tensor in tensors {
      switch tensor.element {
      case .integer: data.append(try InputData(integers: tensor.integers))
      case .real: data.append(try InputData(reals: tensor.reals, precision))
      }
    }
    return data
  }

  /// The multiply–adds that a whole training needs for each lane, averaged over its steps.
  public var multiplyAddsPerStep: Double {
    let total = problem.programOfStep.reduce(0) { $0 + plans[$1].multiplyAddsPerLane }
    return total / Double(problem.stepCount)
  }
}
