import ArgumentParser
import LacunaExecution
import LacunaSketching
import LacunaStores

/// The command `lacuna plan`.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "How many directions a wanted accuracy takes, from a sketch of a few.",
    discussion: """
      The sketch is the pilot: its directions tell how widely samples of a prediction spread. \
      'precompute' with more --directions then extends it.
      """
  )

  @Argument(help: "The sketch.")
  var store: String

  @OptionGroup var deletion: DeletionOptions
  @OptionGroup var queries: QueryOptions

  @Option(help: "The error that is wanted: to the Taylor polynomial, in units of the measurement.")
  var epsilon: Double

  @Option(help: "The probability with which it may be larger.")
  var delta: Double = 0.05

  @Option(help: "Stop the series at this degree. (default: the sketch's)")
  var degree: Int?

  @Option(help: ArgumentHelp("The data file, where it has moved.", valueName: "file"))
  var data: String?

  @OptionGroup var machine: MachineOptions
  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func validate() throws {
    guard epsilon > 0, epsilon.isFinite else {
      throw ValidationError("--epsilon is \(epsilon), expected a number above 0")
    }
    guard delta > 0, delta < 1 else {
      throw ValidationError("--delta is \(delta), expected between 0 and 1")
    }
  }

  func run() throws {
    let session = try SketchSession(store, data: data, registry: plugins.registry(), caching: true)
    let sets = try deletion.sets(of: session.problem)
    let targets = try queries.scalarTargets(session.registry, on: session.problem, for: "plan")
    let manifest = session.archive.manifest
    guard manifest.shards.reduce(0, { $0 + $1.count }) > 1 else {
      throw SessionError.noSpread(store: session.archive.location)
    }
    let degree = try session.degree(degree)
    let bar = ProgressBar("measure")
    defer { bar.finish() }
    let options = try machine.options(.float64, bar)
    let sketch = OpenSketch(session.archive)
    let measured = try targets.map {
      try SketchMeasurement(
        of: sketch,
        $0,
        parameters: session.problem.parameters,
        options: options
      )
    }
    bar.finish()
    let count = measured.first?.directions.count ?? 0
    let predictor = Predictor(
      session.directions,
      indices: measured.first?.directions ?? [],
      units: session.problem.unitCount,
      threads: options.threads
    )
    let batch = try PredictionBatch(
      predictor,
      measured.map { $0.stopped(degree: degree) },
      estimator: .mean,
      confidence: 1 - delta
    )
    let cost = try DirectionCost(session, machine.options(session.precision, nil))
    let reports = sets.flatMap { set in
      zip(targets, batch.predict(set)).compactMap { target, predictions in
        predictions.first.flatMap {
          AccuracyPlan($0, directions: count, error: epsilon, failing: delta)
        }.map {
          AccuracyReport(
            target,
            ChangedUnits(set, of: session.problem.units),
            $0,
            cost,
            wanted: (error: epsilon, probability: delta, degree: degree),
            pilot: count
          )
        }
      }
    }
    try Terminal.output(
      format == .json ? Results.json(reports) : reports.map(\.text).joined(separator: "\n\n")
    )
  }
}

/// What a further direction of a sketch costs.
struct DirectionCost {
  /// Seconds, of a run that keeps all threads busy; nil of a learner that trains by itself.
  let seconds: Double?
  /// Bytes on disk.
  let bytes: Double

  /// Tries the first steps of a run, for at most a second.
  init(_ session: SketchSession, _ options: ExecutionOptions) throws {
    let manifest = session.archive.manifest
    bytes = SketchPrices.directionBytes(manifest)
    let precompute = try Precompute(
      session.problem,
      directions: session.directions,
      degree: manifest.expansion.degree,
      options: options
    )
    // As many blocks as threads; given directions may be fewer.
    let tried = min(options.threads * options.precision.lanes, session.directions.count ?? .max)
    let start = ContinuousClock.now
    let trial = RunTrial(precompute, [0..<tried]) {
      TrialLength.long.seconds(of: $0)
    } seconds: {
      start.duration(to: .now).seconds
    }
    seconds = try trial?.run().map { $0 / Double(tried) }
  }
}
