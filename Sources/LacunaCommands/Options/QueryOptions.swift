import ArgumentParser
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// What is measured.
struct QueryOptions: ParsableArguments {
  @Option(help: "The measurement, by name or LIBRARY:NAME.")
  var measure: String = "loss"

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A record to measure on. May be given several times.",
      discussion:
        "A line of text; for tables NAME=VALUE,NAME=VALUE,… or row:N for a row of the data."
    )
  )
  var query: [String]

  func validate() throws {
    if query.isEmpty { throw ValidationError("give at least one --query") }
  }

  /// The measurement of each query on a learner.
  func targets(_ registry: PluginRegistry, on problem: TrainingProblem) throws -> [MeasuredQuery] {
    switch try registry.offeredMeasurement(measure) {
    case .plugin(let loaded):
      let schema = loaded.descriptor.schema
      let function = try loaded.make(configuration: Configuration(schema: schema))
      return try query.map { text in
        try MeasuredQuery(
          (loaded.descriptor.name, function),
          query: record(text, problem.dataset),
          text: text,
          on: problem
        )
      }
    case .foreign(let measurement):
      return try query.map { text in
        try MeasuredQuery(
          computed: measurement,
          query: record(text, problem.dataset),
          text: text,
          on: problem
        )
      }
    }
  }

  /// The measurement of each query on a learner, for a command that follows one number.
  func scalarTargets(
    _ registry: PluginRegistry,
    on problem: TrainingProblem,
    for command: String
  ) throws -> [MeasuredQuery] {
    let targets = try targets(registry, on: problem)
    if let vector = targets.first(where: { $0.outputCount != 1 }) {
      throw SessionError.vectorMeasurement(
        name: vector.measurement,
        count: vector.outputCount,
        command: command
      )
    }
    return targets
  }

  private func record(_ text: String, _ dataset: Dataset) throws -> Record {
    guard dataset.format == .csv else { return Record(text: text) }
    if text.hasPrefix("row:") {
      let rows = try Selector(String(text.dropFirst(4))).positions(in: dataset)
      return dataset.records[rows[0]]
    }
    return Record(
      fields: try text.split(separator: ",").map { pair in
        guard let equals = pair.firstIndex(of: "=") else {
          throw SketchingError.malformedSelector(
            text: text,
            expected: "NAME=VALUE,NAME=VALUE,… or row:N"
          )
        }
        return Record.Field(
          name: String(pair[..<equals]),
          value: String(pair[pair.index(after: equals)...])
        )
      }
    )
  }
}
