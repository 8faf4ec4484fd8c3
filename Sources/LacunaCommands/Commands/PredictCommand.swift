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

  @Option(
    help: ArgumentHelp(
      "Exact terms to this degree instead, by a training run along each set.",
      discussion: "No sampling error; eight sets cost little more than one.",
      valueName: "degree"
    )
  )
  var exact: Int?

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
    guard let exact else { return }
    guard 1...1000 ~= exact else {
      throw ValidationError("--exact is \(exact), expected a degree of 1 to 1000")
    }
    if degree != nil || deletion.sets != nil {
      throw ValidationError(
        "--exact gives its own degree, and trains along each set: give no --degree, and --delete instead of --sets"
      )
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
    if let exact { return try predictExactly(session, sets, targets, degree: exact) }
    let bar = ProgressBar("measure")
    defer { bar.finish() }
    let options = try machine.options(.float64, bar)
    // A single query reads each shard once, whatever is kept.
    let sketch =
      targets.count > 1 ? OpenSketch(session.archive) : OpenSketch(session.archive, bytesKept: 0)
    let measured = try targets.map { target in
      try session.measured(
        target,
        on: sketch,
        degree: degree,
        by: estimator.estimator(confidence: confidence),
        options
      )
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

extension PredictCommand {
  /// Predicts by training over jets along each set.
  private func predictExactly(
    _ session: SketchSession,
    _ sets: [Reweighting],
    _ targets: [MeasuredQuery],
    degree: Int
  ) throws {
    if let vector = targets.first(where: { $0.outputCount != 1 }) {
      throw SessionError.vectorMeasurement(
        name: vector.measurement,
        count: vector.outputCount,
        command: "predict --exact"
      )
    }
    let bar = ProgressBar("exact terms")
    defer { bar.finish() }
    let options = try machine.options(session.precision, bar)
    let exact = try ExactTerms(
      session.problem,
      along: sets,
      degree: degree,
      targets: targets,
      options: options
    )
    let base = try session.base()
    let values = try targets.map { target in
      try Measurer(
        target,
        parameters: session.problem.parameters,
        base: base,
        ring: .lanes,
        options: options
      ).values([base])[0][0]
    }
    bar.finish()
    var reports: [PredictionReport] = []
    for (set, terms) in zip(sets, exact.terms) {
      for (index, target) in targets.enumerated() {
        let prediction = Prediction(base: values[index], exact: terms[index])
        guard prediction.isFinite else {
          throw SketchingError.predictionNotFinite(
            measurement: target.measurement,
            query: target.query,
            degree: degree
          )
        }
        reports.append(
          PredictionReport(
            target,
            output: nil,
            prediction,
            change: ChangedUnits(set, of: session.problem.units),
            confidence: confidence,
            directions: 0,
            source: .set,
            stability: session.archive.manifest.stability,
            prices: SketchPrices(session.archive)
          )
        )
      }
    }
    try Terminal.output(
      format == .json ? Results.json(reports) : reports.map(\.text).joined(separator: "\n\n")
    )
  }
}

/// One object for one result, `{"results": […]}` for several.
enum Results {
  static func json<Report: Encodable>(_ reports: [Report]) throws -> String {
    if reports.count == 1 { return try reports[0].json() }
    return try ["results": reports].json()
  }
}
