import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// One thread's pass through training over jets along a block of directions, forward and back.
final class JetReversal {
  private let plan: AdjointPlan
  private let degree: Int
  private let schedule: CheckpointSchedule
  private let options: ExecutionOptions
  private let run: TrainingRun
  private let checkpoints: Checkpoints
  private let bound: [BoundPlan]
  /// Whether training along these directions was gone through before.
  private var isTrained = false
  private var problem: TrainingProblem { plan.training.problem }

  /// A pass with memory of its own.
  ///
  /// - Parameters:
  ///   - plan: for directions.
  ///   - degree: of the jets of the gradient.
  ///   - schedule: of checkpoints.
  ///   - budget: where these are.
  ///   - options: how the machine is used.
  /// - Throws: ``SketchingError/execution(_:)`` when there is not enough memory.
  init(
    _ plan: AdjointPlan,
    degree: Int,
    _ schedule: CheckpointSchedule,
    _ budget: CheckpointBudget,
    _ options: ExecutionOptions
  ) throws(SketchingError) {
    self.plan = plan
    self.degree = degree
    self.schedule = schedule
    self.options = options
    let run = try TrainingRun(plan.training, beside: plan.plans)
    self.run = run
    checkpoints = try plan.checkpoints(schedule, budget)
    bound = plan.plans.map { run.workspace.bind($0) }
  }

  /// The jets of the gradients of measurements along some directions.
  ///
  /// - Parameters:
  ///   - directions: at most as many as there are lanes.
  ///   - targets: what is measured.
  ///   - counter: told of every step.
  /// - Returns: for each measurement, output and direction a jet.
  /// - Throws: ``SketchingError``.
  func jets(
    along directions: [[Complex]],
    of targets: [MeasuredQuery],
    _ counter: ProgressCounter
  ) throws -> [[[GradientJet]]] {
    let weights = LaneWeights.directions(directions)
    var gradients: [MeasurementGradient] = []
    isTrained = false
    return try targets.enumerated().map { index, target in
      try (0..<target.outputCount).map { output in
        let jets = try reverse(weights, lanes: directions.count, counter) {
          if gradients.isEmpty { gradients = try measured(targets) }
          _ = try gradients[index].run(output: output)
          try begin(gradients[index])
        }
        isTrained = true
        guard jets.allSatisfy(\.isFinite) else {
          throw SketchingError.gradientNotFinite(
            measurement: target.measurement,
            query: target.query
          )
        }
        return jets
      }
    }
  }

  /// The gradients of measurements of the trained state, of which they keep what they need.
  private func measured(_ targets: [MeasuredQuery]) throws -> [MeasurementGradient] {
    let end = try parameters()
    return try targets.map { target in
      let gradient = try MeasurementGradient(
        target,
        parameters: problem.parameters,
        base: end,
        ring: .jet(degree: degree),
        options: options
      )
      try gradient.feed { index in
        try executing { () throws(ExecutionError) in
          try run.workspace.tangents(problem.parameters[index].name)
        }
      }
      return gradient
    }
  }

  private func parameters() throws(SketchingError) -> [String: [Double]] {
    var found: [String: [Double]] = [:]
    for tensor in problem.parameters {
      found[tensor.name] = try executing { () throws(ExecutionError) in
        try run.workspace.primal(tensor.name)
      }
    }
    return found
  }

  /// Sets the cotangents to the gradient that was computed last; those of slots are zero.
  private func begin(_ gradient: MeasurementGradient) throws {
    for tensor in problem.state {
      let name = Program.cotangentName(tensor.name)
      let constant =
        tensor.role == .parameter
        ? try gradient.constant(tensor)
        : [Double](repeating: 0, count: tensor.shape.reduce(1, *))
      let tangents = try executing { () throws(ExecutionError) in
        try run.workspace.setState(name, constant)
        return try run.workspace.tangents(name)
      }
      if tensor.role == .parameter { gradient.addTangents(tensor, to: tangents) }
    }
  }

  private func advance(
    _ step: Int,
    _ weights: LaneWeights,
    _ counter: ProgressCounter
  ) throws(SketchingError) {
    if options.isCancelled() { throw .interrupted }
    try run.advance(step, weights)
    counter.add(1)
  }

  /// Goes through training for one output.
  ///
  /// - Parameters:
  ///   - weights: of the lanes.
  ///   - lanes: how many there are.
  ///   - counter: told of every step.
  ///   - atEnd: called where training has ended, to set the cotangents.
  /// - Returns: the jet of each lane.
  /// - Throws: ``SketchingError``, or what is thrown at the end of training.
  private func reverse(
    _ weights: LaneWeights,
    lanes: Int,
    _ counter: ProgressCounter,
    atEnd: () throws -> Void
  ) throws -> [GradientJet] {
    var sums = [Complex](repeating: Complex(0), count: lanes * degree * problem.unitCount)
    if isTrained, schedule.isWhole {
      // Every state is there still.
      try atEnd()
      for step in (0..<problem.stepCount).reversed() {
        checkpoints.restore(step, to: run.workspace)
        try reverse(step, weights, lanes, &sums, counter)
      }
      return jets(sums, lanes)
    }
    try run.begin()
    checkpoints.save(run.workspace, at: 0)
    try schedule.perform { action in
      switch action {
      case .advance(let steps): for step in steps { try advance(step, weights, counter) }
      case .save(let slot): checkpoints.save(run.workspace, at: slot)
      case .restore(let slot): checkpoints.restore(slot, to: run.workspace)
      case .reverse(let step):
        if step == problem.stepCount - 1 {
          if !isTrained {
            checkpoints.save(run.workspace, at: schedule.slots)
            try advance(step, weights, counter)
          }
          try atEnd()
          if !isTrained { checkpoints.restore(schedule.slots, to: run.workspace) }
        }
        try reverse(step, weights, lanes, &sums, counter)
      }
    }
    return jets(sums, lanes)
  }

  private func jets(_ sums: [Complex], _ lanes: Int) -> [GradientJet] {
    let units = problem.unitCount
    return (0..<lanes).map { lane in
      GradientJet(
        coefficients: (0..<degree).map { r in
          Array(sums[((lane * degree + r) * units)..<((lane * degree + r + 1) * units)])
        }
      )
    }
  }

  private func reverse(
    _ step: Int,
    _ weights: LaneWeights,
    _ lanes: Int,
    _ sums: inout [Complex],
    _ counter: ProgressCounter
  ) throws(SketchingError) {
    if options.isCancelled() { throw .interrupted }
    let number = problem.programOfStep[step]
    let (bound, feed) = (bound[number], plan.feeds[number])
    bound.select(frame: 0, block: 0)
    try executing { () throws(ExecutionError) in
      try plan.training.feedShared(bound, feed, step)
    }
    bound.runShared()
    if let input = feed.weights { plan.training.feed(bound, input, step, weights) }
    bound.runLanes()
    counter.add(1)
    guard let output = plan.weights[number] else { return }
    let examples = problem.schedule.steps[step].examples
    let (degree, units) = (degree, problem.unitCount)
    sums.withUnsafeMutableBufferPointer { sums in
      bound.readTangents(output) { element, coefficient, lane, re, im in
        guard lane < lanes else { return }
        let unit = problem.units.unit(of: examples[element])
        guard unit != Units.none else { return }
        let base = problem.baseWeight(of: examples[element])
        let place = (lane * degree + coefficient - 1) * units + unit
        sums[place] = Complex(sums[place].re - re * base, sums[place].im - im * base)
      }
    }
  }
}

extension GradientJet {
  /// Whether every number is finite.
  var isFinite: Bool {
    coefficients.allSatisfy { $0.allSatisfy { $0.re.isFinite && $0.im.isFinite } }
  }
}
