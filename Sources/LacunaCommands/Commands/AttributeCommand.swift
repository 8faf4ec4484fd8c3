import ArgumentParser
import LacunaExecution
import LacunaSketching
import LacunaStores

/// The command `lacuna attribute`.
struct AttributeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attribute",
    abstract: "Ranks units by the predicted effect of deleting each alone.",
    discussion: """
      For each query, the units whose deletion raises the measurement, and those whose deletion \
      lowers it, with standard errors.
      """
  )

  @Argument(help: "The sketch.")
  var store: String

  @OptionGroup var queries: OptionalQueryOptions

  @Option(help: "How many units are shown at each end, and how many pairs.")
  var top = 20

  @Flag(
    name: .customLong("self-influence"),
    help: "Measure each unit on its own examples, instead of on a query."
  )
  var isSelfInfluence = false

  @Flag(
    name: .customLong("interactions"),
    help: "Also rank the pairs among the units shown by what they do together beyond their sum."
  )
  var ranksPairs = false

  @Option(help: "How directions are combined: auto, least-squares, mean or median-of-means.")
  var estimator: EstimatorName = PredictCommand.defaultEstimator

  @Option(
    help: ArgumentHelp(
      "Where the scores of all units are written: FILE.csv or FILE.safetensors.",
      valueName: "file"
    )
  )
  var output: String?

  @Option(help: ArgumentHelp("The data file, where it has moved.", valueName: "file"))
  var data: String?

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    guard top > 0 else { throw ValidationError("--top is \(top), expected at least 1") }
    guard queries.query.isEmpty == isSelfInfluence else {
      throw ValidationError("give either --query or --self-influence")
    }
    if isSelfInfluence, ranksPairs {
      throw ValidationError("--interactions needs a --query; self-influence has none")
    }
    if let output, !ScoreFile.endings.contains(where: output.hasSuffix) {
      throw ValidationError(
        "--output is \(output), expected a name that ends in "
          + ScoreFile.endings.joined(separator: " or ")
      )
    }
  }

  func run() throws {
    let registry = plugins.registry()
    // A measurement for each example is not worth keeping.
    let session = try SketchSession(
      store,
      data: data,
      registry: registry,
      caching: !isSelfInfluence
    )
    let bar = ProgressBar("measure")
    defer { bar.finish() }
    let options = try machine.options(.float64, bar)
    let ranking = Ranking(session, queries, estimator.estimator(confidence: 0.95), options)
    let rankings = isSelfInfluence ? [try ranking.ofThemselves()] : try ranking.ofQueries()
    bar.finish()
    if let output {
      let file = ScoreFile(rankings, session.problem.units)
      try OutputFile.write(file.bytes(for: output), to: output)
    }
    let reports = rankings.map {
      AttributionReport(
        $0,
        session,
        estimator: estimator.estimator(confidence: 0.95),
        top: top,
        ranksPairs: ranksPairs
      )
    }
    try Terminal.output(
      format == .json ? Results.json(reports) : reports.map(\.text).joined(separator: "\n\n")
    )
  }
}
