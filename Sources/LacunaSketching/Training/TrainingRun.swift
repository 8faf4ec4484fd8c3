import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// The weights of the examples in the lanes of one block.
public enum LaneWeights: Sendable {
  /// A downweight `zψ` in each lane: the weight of example i is 1 − zψ[i].
  case directions([[Complex]])
  /// A real weight for each example in each lane; 1 = kept, 0 = deleted.
  case weights([[Double]])
}

/// One thread's training of one block of lanes after the other.
public final class TrainingRun {
  let plan: TrainingPlan
  /// The memory, which after a run holds the trained state.
  public let workspace: Workspace

  /// A run with memory of its own.
  ///
  /// - Throws: ``SketchingError/execution(_:)`` when there is not enough of it.
  public init(_ plan: TrainingPlan) throws(SketchingError) {
    self.plan = plan
    workspace = try executing { () throws(ExecutionError) in
      try Workspace(layout: plan.layout, plans: plan.plans)
    }
  }

  /// Trains all lanes from the initial state.
  ///
  /// - Parameters:
  ///   - weights: what differs between lanes; missing lanes are as if nothing were deleted.
  ///   - options: where progress goes and cancellation comes from.
  ///   - onStep: called after each step.
  /// - Throws: ``SketchingError/notFinite(step:steps:tensor:hint:)`` with the first step that gave a number
  ///   that is not finite, ``SketchingError/interrupted``.
  public func train(
    _ weights: LaneWeights,
    options: ExecutionOptions,
    onStep: (Int) -> Void = { _ in }
  ) throws(SketchingError) {
    try run(weights, options: options, checking: false, onStep: onStep)
    guard !workspace.isFinite else { return }
    // Only now is it worth looking after each step.
    try run(weights, options: options, checking: true, onStep: { _ in })
  }

  private func run(
    _ weights: LaneWeights,
    options: ExecutionOptions,
    checking: Bool,
    onStep: (Int) -> Void
  ) throws(SketchingError) {
    let problem = plan.problem
    try executing { () throws(ExecutionError) in
      for tensor in problem.state {
        try workspace.setState(tensor.name, problem.initialState[tensor.name] ?? [])
      }
    }
    // What the plan's inputs hold: full batches need not be fed again.
    var fed: (program: Int, examples: [Int])?
    for (index, step) in problem.schedule.steps.enumerated() {
      if options.isCancelled() { throw .interrupted }
      let program = problem.programOfStep[index]
      try executing { () throws(ExecutionError) in
        let bound = workspace.bind(plan.plans[program])
        if fed?.program != program || fed?.examples != step.examples {
          try feed(bound, step, problem.batches[index], weights)
          fed = (program, step.examples)
        }
        for (name, value) in zip(problem.schedule.scalarNames, step.scalars) {
          try bound.setShared(.scalar, name, [value])
        }
        bound.run()
      }
      onStep(index)
      if checking, !workspace.isFinite { throw notFinite(index) }
    }
  }

  /// Feeds the examples of a step and their weights.
  private func feed(
    _ bound: BoundPlan,
    _ step: Schedule.Step,
    _ batch: [ExampleTensor],
    _ weights: LaneWeights
  ) throws(ExecutionError) {
    for tensor in batch {
      switch tensor.element {
      case .integer: try bound.setIntegers(.batch, tensor.name, tensor.integers)
      case .real: try bound.setShared(.batch, tensor.name, tensor.reals)
      }
    }
    switch weights {
    case .directions(let directions):
      try bound.setShared(.weights, "weights", step.examples.map { _ in 1 })
      try bound.setTangents(.weights, "weights") { element, coefficient, lane in
        guard coefficient == 1, lane < directions.count else { return (0, 0) }
        let psi = directions[lane][step.examples[element]]
        return (-psi.re, -psi.im)
      }
    case .weights(let lanes):
      try bound.setLanes(.weights, "weights") { element, lane in
        lane < lanes.count ? lanes[lane][step.examples[element]] : 1
      }
    }
  }

  private func notFinite(_ step: Int) -> SketchingError {
    .notFinite(
      step: step,
      steps: plan.problem.stepCount,
      tensor: (try? executing { () throws(ExecutionError) in try workspace.firstNotFinite() })
        ?? "state",
      hint: "lower the learning rate, raise the optimiser's epsilon, or lower the degree"
    )
  }
}
