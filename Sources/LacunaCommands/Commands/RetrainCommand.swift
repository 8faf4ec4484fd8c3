import ArgumentParser
import Foundation
import LacunaExecution
import LacunaSketching
import LacunaStores

/// The command `lacuna retrain`.
struct RetrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retrain",
    abstract: "The truth: trains again without the examples and measures.",
    discussion: """
      Deletion sets are trained side by side, eight or more at a time. A deleted example has \
      weight 0 and keeps its place: its slot, its mini-batch and its step.
      """
  )

  @Argument(help: "The sketch, whose learner, data and settings are used.")
  var store: String

  @OptionGroup var deletion: DeletionOptions
  @OptionGroup var queries: QueryOptions

  @Option(help: ArgumentHelp("The data file, where it has moved.", valueName: "file"))
  var data: String?

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func run() throws {
    let session = try SketchSession(store, data: data, registry: plugins.registry())
    let sets = try deletion.sets(of: session.problem)
    let targets = try queries.scalarTargets(session.registry, on: session.problem, for: "retrain")
    let begin = Date()
    let values = try Truth(session, machine).values(
      of: targets,
      weightings: sets.map { ($0, 1) }
    )
    let report = RetrainReport(
      results: sets.enumerated().map { number, reweighting in
        RetrainReport.Result(
          change: ChangedUnits(reweighting, of: session.problem.units),
          values: targets.enumerated().map { index, target in
            RetrainReport.Value(
              measurement: target.measurement,
              query: target.query,
              value: values[number][index]
            )
          }
        )
      },
      seconds: Date().timeIntervalSince(begin)
    )
    try Terminal.output(format == .json ? report.json() : report.text)
  }
}

/// Retrains and measures.
struct Truth {
  private let session: SketchSession
  private let machine: MachineOptions
  private let precision: Precision

  /// In the precision of the sketch, where no other is asked for.
  init(_ session: SketchSession, _ machine: MachineOptions, precision: Precision? = nil) {
    self.session = session
    self.machine = machine
    self.precision = precision ?? session.precision
  }

  /// For each reweighting, multiplied by a number, the value of each target.
  func values(
    of targets: [MeasuredQuery],
    weightings: [(reweighting: Reweighting, scale: Double)]
  ) throws -> [[Double]] {
    let problem = session.problem
    let bar = ProgressBar("retrain")
    defer { bar.finish() }
    let options = try machine.options(precision, bar)
    return try GroundTruth(problem, base: session.base(), options: options).values(
      of: targets,
      weightings: weightings.map { problem.weights($0.reweighting, scale: $0.scale) }
    ).values
  }
}

/// What `retrain` says.
struct RetrainReport: Encodable {
  struct Value: Encodable {
    let measurement: String
    let query: String
    let value: Double
  }
  struct Result: Encodable {
    let change: ChangedUnits
    let values: [Value]

    enum CodingKeys: String, CodingKey { case values }

    func encode(to encoder: any Encoder) throws {
      try change.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(values, forKey: .values)
    }
  }
  let results: [Result]
  let deletion = "weight 0 in place"
  let seconds: Double

  enum CodingKeys: String, CodingKey { case results, deletion, seconds }

  var text: String {
    var lines: [String] = []
    for result in results {
      lines.append("retrained \(result.change.words)")
      for value in result.values {
        lines.append("  \(value.measurement) of '\(value.query)'   \(Figure.number(value.value))")
      }
    }
    lines.append("in \(ProgressBar.duration(seconds)); deleted: weight 0 in place")
    return lines.joined(separator: "\n")
  }
}
