import ArgumentParser
import LacunaExecution
import LacunaSketching
import LacunaStores

/// The estimators by name.
enum EstimatorName: String, CaseIterable, ExpressibleByArgument {
  case auto
  case leastSquares = "least-squares"
  case mean
  case medianOfMeans = "median-of-means"
}

/// The command `lacuna predict`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predicts a measurement had some examples been left out, without retraining."
  )

  @Argument(help: "The sketch.")
  var store: String

  @OptionGroup var deletion: PredictedSetOptions
  @OptionGroup var queries: QueryOptions

  @Option(help: "How directions are combined: auto, least-squares, mean or median-of-means.")
  var estimator: EstimatorName = Self.defaultEstimator

  @Option(help: "Stop the series at this degree. (default: the sketch's)")
  var degree: Int?

  @Option(help: "Confidence of the interval; 1 − δ of the median of means.")
  var confidence: Double = 0.95

  @Option(help: ArgumentHelp("The data file, where it has moved.", valueName: "file"))
  var data: String?

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence is \(confidence), expected between 0 and 1")
    }
  }

  func run() throws {
    let session = try SketchSession(store, data: data, registry: plugins.registry(), caching: true)
    let dataset = session.problem.dataset
    // Before anything is computed: what is wrong with the command is said at once.
    let file = try deletion.file()
    let units = session.problem.units
    let sets = try deletion.reweightings(of: session.problem)
    let targets = try queries.targets(session.registry, on: session.problem)
    let bar = ProgressBar("measure")
    defer { bar.finish() }
    let options = try machine.options(.float64, bar)
    // A single query reads each shard once, whatever is kept.
    let sketch =
      targets.count > 1 ? OpenSketch(session.archive) : OpenSketch(session.archive, bytesKept: 0)
    let measured = try targets.map { target in
      try session.measured(target, on: sketch, degree: degree, options)
    }
    bar.finish()
    let predictor = Predictor(
      session.directions,
      indices: measured.first?.directions ?? [],
      units: session.problem.unitCount,
      threads: options.threads
    )
    let writer = try PredictionWriter(
      targets: targets,
      measurements: measured,
      batch: PredictionBatch(
        predictor,
        measured,
        estimator: estimator.estimator(confidence: confidence),
        confidence: confidence,
        sketch: sketch
      ),
      format: format,
      units: units,
      prices: SketchPrices(session.archive),
      stability: session.archive.manifest.stability
    )
    if let file {
      try writer.write(file, in: dataset, options: options)
    } else {
      try writer.write(sets)
    }
  }
}

/// One object for one result, `{"results": […]}` for several.
enum Results {
  static func json<Report: Encodable>(_ reports: [Report]) throws -> String {
    if reports.count == 1 { return try reports[0].json() }
    return try ["results": reports].json()
  }
}
