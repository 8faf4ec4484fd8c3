import ArgumentParser
import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaSketching

/// The command `lacuna stability`.
struct StabilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stability",
    abstract: "Says whether a training run has Taylor series that predictions can rest on.",
    discussion: """
      Trains over jets of a high degree along random directions, and without some random deletion \
      sets: how fast do coefficients fall with the degree, and does their sum find the retrains? \
      Of the parameters as a whole, and of what --measure and --query name. Give a sketch, or \
      --learner and --data.
      """
  )

  @Argument(help: "A sketch, whose learner, data and settings are used.")
  var store: String?

  @Option(help: "The learner, by name, LIBRARY:NAME or path of its library.")
  var learner: String?

  @Option(
    help: ArgumentHelp("The training data, or where that of the sketch is.", valueName: "file")
  )
  var data: String?

  @OptionGroup var queries: OptionalQueryOptions

  @Option(
    help: ArgumentHelp(
      "Sizes of the random deletion sets, with commas between. (default: 1,4,16,64)",
      valueName: "n,…"
    )
  )
  var sizes: String?

  @Option(help: ArgumentHelp("Where every coefficient is written, as CSV.", valueName: "file"))
  var output: String?

  @OptionGroup var options: RunOptions
  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    guard (store == nil) != (learner == nil) else {
      throw ValidationError("give either a sketch, or --learner and --data")
    }
    guard store != nil || data != nil else { throw ValidationError("--data is missing") }
    if options.precision != .float64 {
      throw ValidationError("--precision is f32, expected f64: high degrees need its range")
    }
    if options.directionsFile != nil {
      throw ValidationError("--directions-file is for 'precompute'; stability draws its directions")
    }
    let given = [
      ("--config", !options.settings.isEmpty), ("--examples", options.examples != nil),
      ("--steps", options.steps != nil), ("--initial-state", options.initialState != nil),
      ("--units", options.grouping.description != nil), ("--keep", !options.grouping.keep.isEmpty),
      ("--base-weight", !options.grouping.baseWeight.isEmpty),
      ("--base-weights", options.grouping.baseWeights != nil),
    ]
    if store != nil, let first = given.first(where: \.1) {
      throw ValidationError("\(first.0) is given, but a sketch has its own; leave it out")
    }
    _ = try sizes.map(Self.numbers)
  }

  private static func numbers(_ text: String) throws -> [Int] {
    try text.split(separator: ",").map { part in
      guard let size = Int(part), size > 0 else {
        throw ValidationError("--sizes holds '\(part)', expected numbers of units such as 1,4,16")
      }
      return size
    }
  }

  func run() throws {
    let registry = plugins.registry()
    let problem = try problem(registry)
    let units = problem.unitCount
    let sizes = try sizes.map(Self.numbers) ?? StabilityStudy.sizes(units: units)
    if let large = sizes.first(where: { $0 > units }) {
      throw SketchingError.option(
        name: "--sizes",
        found: "\(large)",
        expected: "at most the \(units) units"
      )
    }
    let targets = try queries.targets(registry, on: problem)
    let settings = StabilityStudy.Settings(
      directions: options.directions ?? 12,
      degree: options.givenDegree ?? 100,
      seed: options.seed,
      sizes: sizes
    )
    let bar = ProgressBar("stability")
    defer { bar.finish() }
    let study = try StabilityStudy(
      problem,
      settings,
      targets: targets,
      options: machine.options(.float64, bar)
    )
    bar.finish()
    if let output { try OutputFile.write(study.table(targets), to: output) }
    let report = StabilityReport(study, settings, of: problem, targets: targets)
    try Terminal.output(format == .json ? report.json() : report.text)
  }

  private func problem(_ registry: PluginRegistry) throws -> TrainingProblem {
    if let store { return try SketchSession(store, data: data, registry: registry).problem }
    let request = RunRequest(
      learner: learner ?? "",
      data: data ?? "",
      options: options,
      machine: machine
    )
    return try RequestedRun(request, registry).problem
  }
}
