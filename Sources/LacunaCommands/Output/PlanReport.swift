import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// A run that is planned, and what it will cost.
struct PlanReport: Encodable {
  let learner: SketchManifest.Learner
  let examples: Int
  let units: Int
  let steps: Int
  /// How many shapes of mini-batches there are; none of a learner that trains by itself.
  let signatures: Int
  /// The numbers of all parameters.
  let parameters: Int
  /// The numbers of the whole state: parameters and what the optimiser keeps.
  let state: Int
  let directions: Int
  let shards: Int
  let degree: Int
  let precision: String
  let estimate: EstimateReport
  private let lines: [(title: String, text: String)]

  private enum CodingKeys: CodingKey {
    case learner, examples, units, steps, signatures, parameters, state, directions, shards
    case degree, precision, estimate
  }

  init(_ run: RequestedRun) throws {
    let ranges = run.request.shards([0..<run.directionCount])
    let precompute = try run.precompute(nil)
    let estimate = try run.estimate(precompute, ranges, continuing: nil, trial: .long)
    learner = run.manifest.learner
    examples = run.manifest.data.examples
    units = run.problem.unitCount
    steps = run.problem.stepCount
    signatures = run.problem.programs.count
    parameters = run.problem.parameters.reduce(0) { $0 + $1.shape.reduce(1, *) }
    state = run.problem.state.reduce(0) { $0 + $1.shape.reduce(1, *) }
    directions = run.directionCount
    shards = ranges.count
    degree = run.request.options.degree
    precision = run.request.options.precision.rawValue
    lines = estimate.lines
    self.estimate = EstimateReport(estimate)
  }

  var text: String {
    let kinds = signatures > 1 ? " of \(signatures) shapes" : ""
    let first = [
      ("learner", "\(learner.name) \(learner.version)"),
      ("settings", learner.settings),
      ("data", "\(examples) examples, \(units) units"),
      ("training", "\(steps) steps\(kinds)"),
      ("parameters", "\(parameters) numbers, \(state) with the optimiser's"),
      ("expansion", "degree \(degree), \(precision)"),
      ("directions", "\(directions) in \(shards) shard\(shards == 1 ? "" : "s")"),
    ]
    return (first + lines).map { title, text in
      title + String(repeating: " ", count: 13 - title.count) + text
    }.joined(separator: "\n")
  }
}
