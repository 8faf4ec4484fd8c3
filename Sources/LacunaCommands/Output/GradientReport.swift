import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// What `precompute --adjoint` says at its end.
struct GradientReport: Encodable {
  /// How states of the training run were kept.
  struct Checkpoints: Encodable {
    /// The number of states.
    let kept: Int
    /// The steps forward for each pass, beside the steps of the run itself.
    let stepsAgain: Int

    init(_ schedule: CheckpointSchedule) {
      kept = schedule.slots
      stepsAgain = max(0, schedule.advances + 1 - schedule.steps)
    }
  }

  let store: String
  let learner: String
  let examples: Int
  let units: Int
  let steps: Int
  let measurement: String
  let queries: [String]
  let degree: Int
  let precision: String
  /// Exact gradients that were computed now; the others were there.
  var gradients = 0
  /// Directions along which all queries had series before.
  var present = 0
  /// Directions that were computed now.
  var computed = 0
  var checkpoints: Checkpoints?
  var seconds = 0.0

  init(_ plan: PrecomputePlan, _ targets: [MeasuredQuery], degree: Int) {
    store = plan.store.location
    learner = plan.manifest.learner.name
    examples = plan.manifest.data.examples
    units = plan.problem.unitCount
    steps = plan.manifest.training.steps
    measurement = targets.first?.measurement ?? ""
    queries = targets.map(\.query)
    self.degree = degree
    precision = plan.manifest.expansion.precision.rawValue
  }

  var text: String {
    let queries = queries.count == 1 ? "1 query" : "\(queries.count) queries"
    let exact =
      gradients == 0
      ? "the exact gradient of \(measurement) on \(queries) was there already"
      : "exact gradient of \(measurement) on \(queries), for each of \(units) units"
    var lines = [
      "went back through \(learner): \(examples) examples, \(steps) steps, \(precision)", exact,
    ]
    if degree > 1 {
      let made =
        computed == 0
        ? "all \(present) were there already"
        : "\(computed) computed" + (present == 0 ? "" : ", \(present) were there already")
      lines.append("gradients along directions, to degree \(degree): \(made)")
    }
    if let checkpoints {
      let again =
        checkpoints.stepsAgain == 0
        ? "no step was done twice" : "\(checkpoints.stepsAgain) steps were done again in a pass"
      lines.append("checkpoints: \(checkpoints.kept) states of \(steps); \(again)")
    }
    lines.append("\(ProgressBar.duration(seconds)); store: \(store)")
    return lines.joined(separator: "\n")
  }
}
