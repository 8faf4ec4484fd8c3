import ArgumentParser
import LacunaExecution
import LacunaSketching

/// The command `lacuna curve`.
struct CurveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curve",
    abstract: "The exact Taylor polynomial along one deletion set, and retrains beside it.",
    discussion: """
      Trains once over jets along t·1_D: f(t) = c0 + c1 t + … + cd t^d, free of sampling \
      noise. At t = 1 the examples are deleted.
      """
  )

  @Argument(help: "The sketch, whose learner, data and settings are used.")
  var store: String

  @OptionGroup var deletion: DeletionOptions
  @OptionGroup var queries: QueryOptions

  @Option(help: "Degree of the polynomial.")
  var degree: Int = 6

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Values of t at which to retrain, separated by commas.",
      valueName: "t,…"
    )
  )
  var weights: String?

  @Option(help: ArgumentHelp("The data file, where it has moved.", valueName: "file"))
  var data: String?

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    _ = try points()
    guard 1...1000 ~= degree else {
      throw ValidationError("--degree is \(degree), expected 1 to 1000")
    }
  }

  private func points() throws -> [Double] {
    try (weights ?? "").split(separator: ",").map { text in
      guard let value = Double(text), value.isFinite else {
        throw ValidationError("--weights holds '\(text)', expected numbers such as 0.5,1")
      }
      return value
    }
  }

  func run() throws {
    let session = try SketchSession(store, data: data, registry: plugins.registry())
    let sets = try deletion.sets(of: session.problem)
    let targets = try queries.scalarTargets(session.registry, on: session.problem, for: "curve")
    let points = try points()
    var reports: [CurveReport] = []
    for reweighting in sets {
      let bar = ProgressBar("curve")
      defer { bar.finish() }
      let options = try machine.options(.float64, bar)
      let curve = try Curve(
        session.problem,
        along: reweighting,
        degree: degree,
        targets: targets,
        options: options
      )
      let truth =
        points.isEmpty
        ? []
        : try Truth(session, machine, precision: .float64).values(
          of: targets,
          weightings: points.map { (reweighting, $0) }
        )
      for (index, target) in targets.enumerated() {
        reports.append(
          CurveReport(
            measurement: target.measurement,
            query: target.query,
            change: ChangedUnits(reweighting, of: session.problem.units),
            coefficients: curve.coefficients[index],
            interpolation: curve.interpolations[index],
            truth: zip(points, truth).map { CurveReport.Point(weight: $0, value: $1[index]) }
          )
        )
      }
    }
    try Terminal.output(
      format == .json ? Results.json(reports) : reports.map(\.text).joined(separator: "\n\n")
    )
  }
}

/// A curve as it is written.
struct CurveReport: Encodable {
  struct Point: Encodable {
    let weight: Double
    let value: Double
  }
  let measurement: String
  let query: String
  let change: ChangedUnits
  let coefficients: [Double]
  let interpolation: Interpolation?
  let truth: [Point]

  enum CodingKeys: String, CodingKey {
    case measurement, query, coefficients, interpolation, truth
  }

  func encode(to encoder: any Encoder) throws {
    try change.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(measurement, forKey: .measurement)
    try container.encode(query, forKey: .query)
    try container.encode(coefficients, forKey: .coefficients)
    try container.encodeIfPresent(interpolation, forKey: .interpolation)
    try container.encode(truth, forKey: .truth)
  }

  /// The polynomial at t.
  private func value(at t: Double) -> Double {
    coefficients.reversed().reduce(0) { $0 * t + $1 }
  }

  var text: String {
    var lines = [
      "\(measurement) of '\(query)' along \(change.count)"
    ]
    for (degree, coefficient) in coefficients.enumerated() {
      let figure = degree == 0 ? Figure.number(coefficient) : Figure.change(coefficient)
      lines.append("  c\(degree)   \(figure)")
    }
    if let interpolation { lines.append("  \(interpolation.text)") }
    lines.append("  at t = 1   \(Figure.number(value(at: 1)))")
    for point in truth {
      lines.append(
        "  t = \(Figure.number(point.weight))   polynomial \(Figure.number(value(at: point.weight)))"
          + "   retrained \(Figure.number(point.value))"
          + "   difference \(Figure.change(value(at: point.weight) - point.value))"
      )
    }
    return lines.joined(separator: "\n")
  }
}
