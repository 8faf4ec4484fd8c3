import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import LacunaStores

/// A shipped learner on data, and what becomes of it.
struct Experiment {
  let problem: TrainingProblem
  let options = ExecutionOptions()

  /// The learner of a library with settings such as `l2=0.1`.
  init(
    _ learner: String,
    _ settings: [String],
    on dataset: Dataset,
    from initialState: InitialState = .drawn(seed: 0),
    steps: Int? = nil
  ) throws {
    let loaded = try shippedPlugins.learner(learner)
    problem = try TrainingProblem(
      name: learner,
      learner: loaded.make(
        configuration: Configuration(schema: loaded.descriptor.schema, assignments: settings),
        records: dataset.records
      ),
      dataset: dataset,
      steps: steps,
      initialState: initialState
    )
  }

  /// The parameters trained with each weighting of the examples; nothing deleted by default.
  func trained(_ weightings: [[Double]]? = nil) throws -> [[String: [Double]]] {
    let everything = [Double](repeating: 1, count: problem.dataset.count)
    return try Retraining(problem, options: options)
      .parameters(weightings: weightings ?? [everything])
  }

  /// The parameters trained without some examples.
  func trained(without deleted: [Int], downweight: Double = 1) throws -> [String: [Double]] {
    let weights = Retraining.weights(
      deleting: deleted,
      downweight: downweight,
      count: problem.dataset.count
    )
    return try trained([weights])[0]
  }

  /// A measurement of a record by name.
  func target(
    _ measurement: String,
    _ record: Record,
    settings: [String] = []
  ) throws -> MeasuredQuery {
    let loaded = try shippedPlugins.measurement(measurement)
    let configuration = try Configuration(
      schema: loaded.descriptor.schema,
      assignments: settings
    )
    return try MeasuredQuery(
      (measurement, loaded.make(configuration: configuration)),
      query: record,
      text: measurement,
      on: problem
    )
  }

  /// What a measurement says of a record on trained parameters.
  func measure(
    _ measurement: String,
    _ record: Record,
    on models: [[String: [Double]]],
    base: [String: [Double]] = [:],
    settings: [String] = []
  ) throws -> [[Double]] {
    try Measurer(
      target(measurement, record, settings: settings),
      parameters: problem.parameters,
      base: base,
      ring: .lanes,
      options: options
    ).values(models)
  }

  /// The Taylor coefficients of a measurement of a record along a deletion set.
  func series(
    _ measurement: String,
    _ record: Record,
    deleting deleted: [Int],
    degree: Int
  ) throws -> [Double] {
    try Curve(
      problem,
      deleting: deleted,
      degree: degree,
      targets: [target(measurement, record)],
      options: options
    ).coefficients[0]
  }
}

extension Dataset {
  /// One of the tables that the project ships.
  static func example(_ name: String, rows: Int? = nil) throws -> Dataset {
    try Dataset(path: PluginTests.example(name), format: .csv, examples: rows)
  }

  /// A table written for a test.
  static func table(_ columns: [String], _ rows: [[String]]) throws -> Dataset {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-table-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let lines = ([columns] + rows).map { $0.joined(separator: ",") + "\n" }
    try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
    return try Dataset(path: path, format: .csv)
  }
}

extension [Double] {
  /// The largest difference from other numbers; infinite when there are more or fewer of them.
  func distance(to other: [Double]) -> Double {
    count == other.count ? zip(self, other).map { abs($0 - $1) }.max() ?? 0 : .infinity
  }
}

/// The message of what a function throws, or nothing.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing was thrown"
  } catch let error as any LacunaError {
    return error.description
  } catch {
    return "\(error)"
  }
}
