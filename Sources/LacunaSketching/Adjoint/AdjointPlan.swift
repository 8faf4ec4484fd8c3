import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// The plans of a training run and of its adjoint.
struct AdjointPlan: Sendable {
  /// What differs between lanes of a reverse pass.
  enum Lanes: Hashable, Sendable {
    /// What is measured, on the one undeleted run.
    case measurements
    /// The direction along which training is expanded to a degree.
    case directions(degree: Int)
  }

  /// The training run forward.
  let training: TrainingPlan
  /// Where the cotangents lie; behind the state where both have lanes.
  let layout: StateLayout
  /// The adjoint of each step program.
  let plans: [Plan]
  /// For each, where it is fed.
  let feeds: [TrainingPlan.Feed]
  /// For each, where it gives what the weights of the examples are worth.
  let weights: [PlanOutput?]
  /// For each, where the state goes, tensor by tensor; empty where it has lanes.
  let states: [[PlanInput?]]

  /// Plans the reverse of every step program of a problem.
  ///
  /// - Throws: ``SketchingError/noAdjoint(subject:reason:)`` for a learner that trains by itself.
  init(
    _ problem: TrainingProblem,
    lanes: Lanes,
    options: ExecutionOptions
  ) throws(SketchingError) {
    guard problem.computed == nil else {
      throw .noAdjoint(
        subject: "learner '\(problem.name)'",
        reason: "it trains by itself: its steps are no programs"
      )
    }
    let cotangents = problem.state.map {
      (name: Program.cotangentName($0.name), shape: Shape($0.shape))
    }
    // The constant terms of a jet ring are the undeleted run.
    let isOneRun = lanes == .measurements
    var ring = Ring.jet(degree: 1)
    if case .directions(let degree) = lanes { ring = .jet(degree: degree) }
    let training = try TrainingPlan(
      problem,
      ring: ring,
      options: options,
      beside: isOneRun ? [] : cotangents
    )
    let layout =
      isOneRun
      ? StateLayout(cotangents, ring: .lanes, precision: options.precision) : training.layout
    let plans = try executing { () throws(ExecutionError) in
      var plans: [Plan] = []
      for program in problem.programs {
        plans.append(
          try Plan(
            program: adjoint(of: program, isOneRun: isOneRun),
            ring: layout.ring,
            precision: options.precision,
            instructionSet: options.instructionSet,
            varying: isOneRun ? [.state] : [.state, .weights],
            layout: layout,
            attached: [.batch, .base]
          )
        )
      }
      return plans
    }
    self.training = training
    self.layout = layout
    self.plans = plans
    feeds = TrainingPlan.feeds(of: plans, problem)
    weights = plans.map { $0.output(Program.weightsDerivativeName) }
    states = plans.map { plan in
      isOneRun ? problem.state.map { plan.input(.base, $0.name) } : []
    }
  }

  /// The bytes of a checkpoint.
  var checkpointBytes: Int {
    Checkpoints.bytes(
      of: training.layout,
      tensors: training.problem.state.count,
      holdingLanes: states.allSatisfy(\.isEmpty)
    )
  }

  /// Room for the states of a schedule, and one more.
  func checkpoints(
    _ schedule: CheckpointSchedule,
    _ budget: CheckpointBudget
  ) throws(SketchingError) -> Checkpoints {
    try executing { () throws(ExecutionError) in
      try Checkpoints(
        schedule.slots + 1,
        of: training.layout,
        tensors: training.problem.state.count,
        holdingLanes: states.allSatisfy(\.isEmpty),
        inFileOf: budget.folder
      )
    }
  }
}

/// The adjoint of a step program, which was verified: that it has none would be a fault of our own.
private func adjoint(of program: Program, isOneRun: Bool) -> Program {
  do {
    return try program.adjoint(stateRole: isOneRun ? .base : .state)
  } catch {
    preconditionFailure("the adjoint of '\(program.name)': \(error)")
  }
}
