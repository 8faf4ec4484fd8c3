import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// Feeding a step, or its adjoint, which has the same inputs.
extension TrainingPlan {
  /// Feeds what all lanes share of a step, in the selected frame.
  func feedShared(_ bound: BoundPlan, _ feed: Feed, _ step: Int) throws(ExecutionError) {
    for (input, data) in zip(feed.batch, try data(of: batchOfStep[step])) {
      if let input { try bound.attach(data, to: input) }
    }
    for (input, value) in zip(feed.scalars, problem.schedule.steps[step].scalars) {
      if let input { bound.fill(input, with: value) }
    }
    if let weights = feed.weights {
      if let base = problem.baseWeights {
        let examples = problem.schedule.steps[step].examples
        bound.fill(weights) { base[examples[$0]] }
      } else {
        bound.fill(weights, with: 1)
      }
    }
  }

  /// Feeds what differs between lanes in a step: the weights of its examples.
  func feed(_ bound: BoundPlan, _ input: PlanInput, _ step: Int, _ weights: LaneWeights) {
    let examples = problem.schedule.steps[step].examples
    switch weights {
    case .directions(let directions):
      let units = problem.units
      bound.setSlopes(input) { element, lane in
        let unit = units.unit(of: examples[element])
        guard lane < directions.count, unit != Units.none else { return (0, 0) }
        let psi = directions[lane][unit]
        let base = problem.baseWeight(of: examples[element])
        return (-psi.re * base, -psi.im * base)
      }
    case .weights(let lanes):
      bound.setLanes(input) { element, lane in
        lane < lanes.count
          ? lanes[lane][examples[element]] : problem.baseWeight(of: examples[element])
      }
    }
  }
}
