import ArgumentParser
import Dispatch
import Foundation
import LacunaExecution
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Synchronization

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
        measured = try measure("\(queries[asked % queries.count])", archive, problem, execution)
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
    _ archive: SketchArchive,
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
      of: archive,
      target,
      parameters: problem.parameters,
      options: options
    )
  }

  /// Predicts all deletion sets, in as many parts as there are threads.
  private func predict(_ measured: SketchMeasurement, _ count: Int, threads: Int) throws {
    let predictor = Predictor(.random(seed: 0), indices: measured.directions, units: count)
    let sum = Mutex(0.0)
    DispatchQueue.concurrentPerform(iterations: threads) { part in
      var partial = 0.0
      for set in stride(from: part, to: sets, by: threads) {
        let deleted = (0..<units).map { (set * 7919 + $0 * 104_729) % count }
        let found = predictor.predict(
          measured,
          deleting: deleted,
          estimator: .mean,
          confidence: 0.95
        )
        partial += found.first?.prediction ?? 0
      }
      let done = partial
      sum.withLock { $0 += done }
    }
    guard sum.withLock({ $0.isFinite }) else { throw ExitCode.failure }
  }
}
