import ArgumentParser
import Foundation
import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// Prints how fast a sketch answers.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Deletion sets a minute of a cached measurement, and the time of a new query."
  )

  @OptionGroup var place: Place
  @OptionGroup var options: RunOptions
  @Option(help: "Directions of the sketch.") var directions = 512
  @Option(help: "Deletion sets.") var sets = 100_000
  @Option(help: "Units of a deletion set.") var units = 20

  func run() throws {
    let workload = Workload.microgpt
    let problem = try workload.problem(in: place)
    let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let archive = try SketchMaker(
      workload: workload,
      problem: problem,
      directions: directions,
      options: options.execution(.float64, threads: options.threadCounts.max() ?? 1)
    ).make(in: folder)
    let sketch = OpenSketch(archive)
    try sketch.load(threads: options.threadCounts.max() ?? 1)
    print("predictions from \(directions) directions, degree \(workload.degree)")
    var table = Table([
      "threads", "a new query, ms", "spread", "sets a minute of \(units) units", "spread",
    ])
    for threads in options.threadCounts {
      let execution = options.execution(.float64, threads: threads)
      // Each time another query, so that nothing is known of it.
      var asked = 0
      var measured: SketchMeasurement?
      let query = try options.trials(threads: threads) {
        asked += 1
        measured = try measure("\(queries[asked % queries.count])", sketch, problem, execution)
      }
      guard let measured else { return }
      let batch = try options.trials(threads: threads) {
        try predict(measured, problem.unitCount, threads: threads)
      }
      table.add([
        "\(threads)", figure(query.best * 1e3, 1), percent(query.spread),
        figure(Double(sets) / batch.best * 60, 0), percent(batch.spread),
      ])
    }
    print(table.text + "\n")
  }

  private var queries: [String] { ["max", "anna", "oliver", "lena", "ida", "theo", "mia", "noah"] }

  private func measure(
    _ text: String,
    _ sketch: OpenSketch,
    _ problem: TrainingProblem,
    _ options: ExecutionOptions
  ) throws -> SketchMeasurement {
    let loaded = try place.registry.measurement("standard:loss")
    let function = try loaded.make(configuration: Configuration(schema: loaded.descriptor.schema))
    let target = try MeasuredQuery(
      (loaded.descriptor.name, function),
      query: problem.dataset.record(query: text),
      text: text,
      on: problem
    )
    return try SketchMeasurement(
      of: sketch,
      target,
      parameters: problem.parameters,
      options: options
    )
  }

  /// Predicts all deletion sets.
  private func predict(_ measured: SketchMeasurement, _ count: Int, threads: Int) throws {
    let predictor = Predictor(
      .random(seed: 0),
      indices: measured.directions,
      units: count,
      threads: threads
    )
    let batch = try PredictionBatch(predictor, [measured], estimator: .mean, confidence: 0.95)
    let deleted = (0..<sets).map { set in
      (0..<units).map { (set * 7919 + $0 * 104_729) % count }
    }
    let sum = batch.predict(deleted, threads: threads).reduce(0) {
      $0 + ($1.first?.first?.prediction ?? 0)
    }
    guard sum.isFinite else { throw ExitCode.failure }
  }
}
