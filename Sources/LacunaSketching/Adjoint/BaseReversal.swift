import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// One thread's pass through the undeleted training run, forward and back, with blocks of cotangents.
final class BaseReversal {
  private let plan: AdjointPlan
  private let schedule: CheckpointSchedule
  private let options: ExecutionOptions
  /// The run forward: constant terms alone.
  private let run: TrainingRun
  private let checkpoints: Checkpoints
  private let workspace: Workspace
  private let bound: [BoundPlan]
  private var problem: TrainingProblem { plan.training.problem }

  init(
    _ plan: AdjointPlan,
    _ schedule: CheckpointSchedule,
    _ budget: CheckpointBudget,
    _ options: ExecutionOptions,
    blocks: Int
  ) throws(SketchingError) {
    self.plan = plan
    self.schedule = schedule
    self.options = options
    run = try TrainingRun(plan.training)
    checkpoints = try plan.checkpoints(schedule, budget)
    let workspace = try executing { () throws(ExecutionError) in
      try Workspace(layout: plan.layout, plans: plan.plans, blocks: blocks)
    }
    self.workspace = workspace
    bound = plan.plans.map { workspace.bind($0) }
    let run = run
    try executing { () throws(ExecutionError) in
      for (bound, inputs) in zip(bound, plan.states) {
        for case (let tensor, let input?) in zip(plan.training.problem.state, inputs) {
          try bound.attach(run.workspace.primalData(tensor.name), to: input)
        }
      }
    }
  }

  /// The trained parameters.
  func parameters() throws(SketchingError) -> [String: [Double]] {
    var found: [String: [Double]] = [:]
    for tensor in problem.parameters {
      found[tensor.name] = try executing { () throws(ExecutionError) in
        try run.workspace.primal(tensor.name)
      }
    }
    return found
  }

  /// Sets the cotangents of a block: by lane and parameter; those of slots are zero.
  func begin(block: Int, _ cotangents: [[[Double]]]) throws(SketchingError) {
    try executing { () throws(ExecutionError) in
      var parameter = 0
      for tensor in problem.state {
        let name = Program.cotangentName(tensor.name)
        guard tensor.role == .parameter else {
          try workspace.setLanes(name, block: block) { _, _ in 0 }
          continue
        }
        let index = parameter
        try workspace.setLanes(name, block: block) { element, lane in
          lane < cotangents.count ? cotangents[lane][index][element] : 0
        }
        parameter += 1
      }
    }
  }

  /// Goes through training, forward and back.
  ///
  /// - Parameters:
  ///   - blocks: how many blocks of cotangents there are.
  ///   - counter: told of every step.
  ///   - atEnd: called where training has ended, to set the cotangents.
  /// - Returns: for each block and lane the derivative with respect to each unit.
  /// - Throws: ``SketchingError``, or what is thrown at the end of training.
  func gradients(
    blocks: Int,
    _ counter: ProgressCounter,
    atEnd: () throws -> Void
  ) throws -> [[[Double]]] {
    let lanes = options.precision.lanes
    var gradients = [[Double]](
      repeating: [Double](repeating: 0, count: problem.unitCount * lanes),
      count: blocks
    )
    try run.begin()
    checkpoints.save(run.workspace, at: 0)
    try schedule.perform { action in
      switch action {
      case .advance(let steps): for step in steps { try advance(step, counter) }
      case .save(let slot): checkpoints.save(run.workspace, at: slot)
      case .restore(let slot): checkpoints.restore(slot, to: run.workspace)
      case .reverse(let step):
        if step == problem.stepCount - 1 {
          checkpoints.save(run.workspace, at: schedule.slots)
          try advance(step, counter)
          try atEnd()
          checkpoints.restore(schedule.slots, to: run.workspace)
        }
        try reverse(step, &gradients, counter)
      }
    }
    let units = problem.unitCount
    return gradients.map { sums in
      (0..<lanes).map { lane in (0..<units).map { sums[$0 * lanes + lane] } }
    }
  }

  private func advance(_ step: Int, _ counter: ProgressCounter) throws(SketchingError) {
    if options.isCancelled() { throw .interrupted }
    try executing { () throws(ExecutionError) in try run.prepare(step, frame: 0) }
    counter.add(1)
  }

  /// The adjoint of a step, before which the state is.
  private func reverse(
    _ step: Int,
    _ gradients: inout [[Double]],
    _ counter: ProgressCounter
  ) throws(SketchingError) {
    if options.isCancelled() { throw .interrupted }
    let number = problem.programOfStep[step]
    let bound = bound[number]
    bound.select(frame: 0, block: 0)
    try executing { () throws(ExecutionError) in
      try plan.training.feedShared(bound, plan.feeds[number], step)
    }
    bound.runShared()
    let examples = problem.schedule.steps[step].examples
    let lanes = options.precision.lanes
    for block in gradients.indices {
      bound.select(frame: 0, block: block)
      bound.runLanes()
      guard let output = plan.weights[number] else { continue }
      gradients[block].withUnsafeMutableBufferPointer { sums in
        bound.readLanes(output) { element, lane, value in
          // The weight of an example is its base weight times one minus the downweight.
          let unit = problem.units.unit(of: examples[element])
          guard unit != Units.none else { return }
          sums[unit * lanes + lane] -= value * problem.baseWeight(of: examples[element])
        }
      }
    }
    counter.add(1)
  }
}
