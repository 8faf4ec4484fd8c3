import ArgumentParser
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Which measurement, and how it is set.
struct MeasurementOptions: ParsableArguments {
  @Option(help: "The measurement, by name or LIBRARY:NAME.")
  var measure: String = "loss"

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A setting of the measurement. May be given several times.",
      valueName: "key=value"
    )
  )
  var measureConfig: [String] = []

  /// The measurement of a record on a learner.
  func target(
    _ registry: PluginRegistry,
    on problem: TrainingProblem,
    _ record: Record,
    _ text: String
  ) throws -> MeasuredQuery {
    switch try registry.offeredMeasurement(measure) {
    case .plugin(let loaded):
      let function = try loaded.make(
        configuration: Configuration(
          schema: loaded.descriptor.schema,
          assignments: measureConfig
        )
      )
      return try MeasuredQuery(
        (loaded.descriptor.name, function),
        query: record,
        text: text,
        on: problem
      )
    case .foreign(let measurement):
      return try MeasuredQuery(computed: measurement, query: record, text: text, on: problem)
    }
  }

  /// The measurement of each query on a learner.
  func targets(
    _ queries: [String],
    _ registry: PluginRegistry,
    on problem: TrainingProblem
  ) throws -> [MeasuredQuery] {
    try queries.map { text in
      try target(registry, on: problem, problem.dataset.record(query: text), text)
    }
  }
}

/// A mean over the records of a file.
struct MeanOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Also measure the mean over the records of a file, which is like the data.",
      valueName: "file"
    )
  )
  var meanOf: String?

  /// The mean of a measurement over the file, where there is one.
  func target(
    _ measurement: MeasurementOptions,
    _ registry: PluginRegistry,
    on problem: TrainingProblem
  ) throws -> MeasuredQuery? {
    guard let meanOf else { return nil }
    let dataset = try Dataset(path: meanOf, format: problem.dataset.format)
    let queries = try dataset.records.enumerated().map { index, record in
      try measurement.target(registry, on: problem, record, "\(meanOf), record \(index)")
    }
    if let other = queries.firstIndex(where: { $0.outputCount != queries[0].outputCount }) {
      throw SketchingError.option(
        name: "--mean-of",
        found: "\(queries[other].outputCount) numbers of record \(other)",
        expected: "\(queries[0].outputCount), as of record 0"
      )
    }
    return MeasuredQuery(meanOf: queries, text: "mean of \(meanOf)")
  }
}

/// What is measured, where something is.
struct OptionalQueryOptions: ParsableArguments {
  @OptionGroup var measurement: MeasurementOptions

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A record to measure on. May be given several times.",
      discussion: "Without one, nothing is measured but the parameters.",
      valueName: "query"
    )
  )
  var query: [String] = []

  @OptionGroup var mean: MeanOptions

  /// Whether nothing is measured.
  var isEmpty: Bool { query.isEmpty && mean.meanOf == nil }

  /// The measurement of each query on a learner.
  func targets(_ registry: PluginRegistry, on problem: TrainingProblem) throws -> [MeasuredQuery] {
    try measurement.targets(query, registry, on: problem)
      + [try mean.target(measurement, registry, on: problem)].compactMap(\.self)
  }

  /// The measurement of an example of the data.
  func target(
    _ registry: PluginRegistry,
    on problem: TrainingProblem,
    example: Int
  ) throws -> MeasuredQuery {
    let records = problem.dataset.records
    return try measurement.target(registry, on: problem, records[example], "example \(example)")
  }
}

/// What is measured.
struct QueryOptions: ParsableArguments {
  @OptionGroup var measurement: MeasurementOptions

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A record to measure on. May be given several times.",
      discussion:
        "A line of text; for tables NAME=VALUE,NAME=VALUE,… or row:N for a row of the data."
    )
  )
  var query: [String] = []

  @OptionGroup var mean: MeanOptions

  func validate() throws {
    if query.isEmpty, mean.meanOf == nil {
      throw ValidationError("give at least one --query, or --mean-of")
    }
  }

  /// The measurement of each query on a learner.
  func targets(_ registry: PluginRegistry, on problem: TrainingProblem) throws -> [MeasuredQuery] {
    try measurement.targets(query, registry, on: problem)
      + [try mean.target(measurement, registry, on: problem)].compactMap(\.self)
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
}
