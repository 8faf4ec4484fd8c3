import LacunaPrograms
import LacunaProtocols
import LacunaStores

/// A measurement of a query: what is predicted.
public struct MeasuredQuery: Sendable {
  /// How the value is had from the learner's parameters and outputs.
  enum Form: Sendable {
    /// By a program, which holds the forward function of a learner that has one.
    case traced(Program)
    /// By a function of numbers, which the forward function gives where the learner has one.
    case computed(any ComputedFunction, forward: Program?)
    /// The mean over other queries.
    indirect case mean([MeasuredQuery])
  }

  /// The measurement's name.
  public let measurement: String
  /// The query as a person wrote it.
  public let query: String
  /// The number of numbers that the measurement gives.
  public let outputCount: Int
  /// How it is had.
  let form: Form
  /// The encoded query.
  let example: [ExampleTensor]
  /// The learner, where it computes its outputs rather than describing them.
  let computedLearner: (any ComputedLearner)?
  /// The names and types of that learner's outputs.
  let computedOutputs: [NamedType]

  /// Encodes a query and traces the measurement on the learner.
  ///
  /// - Parameters:
  ///   - measurement: the function and its name.
  ///   - query: the record measured.
  ///   - text: the query as a person wrote it, for messages.
  ///   - problem: the learner.
  /// - Throws: ``SketchingError/unencodable(what:reason:category:)`` or ``TracingError``.
  public init(
    _ measurement: (name: String, function: any MeasurementFunction),
    query: Record,
    text: String,
    on problem: TrainingProblem
  ) throws {
    self.measurement = measurement.name
    self.query = text
    example = try Self.encode(query, text, problem)
    computedLearner = problem.learner as? any ComputedLearner
    computedOutputs = try computedLearner?.outputs(for: example) ?? []
    let program = try ProgramTracer.traceMeasurement(
      measurement.function,
      name: measurement.name,
      learner: problem.learner,
      learnerName: problem.name,
      parameters: problem.parameters,
      example: example.signature,
      computedOutputs: computedLearner == nil ? nil : computedOutputs
    )
    form = .traced(program)
    outputCount = program.output("value").map { program.type(of: $0.value).shape.count } ?? 0
  }

  /// Encodes a query and binds a computed measurement to what the learner has.
  ///
  /// - Parameters:
  ///   - measurement: what computes.
  ///   - query: the record measured.
  ///   - text: the query as a person wrote it, for messages.
  ///   - problem: the learner.
  /// - Throws: ``SketchingError/unencodable(what:reason:category:)``, ``TracingError``, or what is missing.
  public init(
    computed measurement: any ComputedMeasurement,
    query: Record,
    text: String,
    on problem: TrainingProblem
  ) throws {
    self.measurement = measurement.name
    self.query = text
    example = try Self.encode(query, text, problem)
    computedLearner = problem.learner as? any ComputedLearner
    var forward: Program?
    if let computedLearner {
      computedOutputs = try computedLearner.outputs(for: example)
    } else {
      computedOutputs = []
      forward = try ProgramTracer.traceForward(
        problem.learner,
        name: problem.name,
        parameters: problem.parameters,
        example: example.signature
      )
    }
    let outputs =
      forward.map { program in
        program.outputs.map { NamedType($0.name, program.type(of: $0.value)) }
      } ?? computedOutputs
    let function = try measurement.bind(
      outputs.flatMap {
        [TypedSource(.output($0.name), $0.type), TypedSource(.baseOutput($0.name), $0.type)]
      }
        + problem.parameters.map(\.namedType).flatMap {
          [
            TypedSource(.parameter($0.name), $0.type),
            TypedSource(.baseParameter($0.name), $0.type),
          ]
        }
        + example.signature.map { TypedSource(.example($0.name), $0.type) }
    )
    form = .computed(function, forward: forward)
    outputCount = function.outputCount
  }

  /// The mean of a measurement over some queries.
  ///
  /// - Parameters:
  ///   - queries: at least one, all of one measurement.
  ///   - text: what they are called together.
  public init(meanOf queries: [MeasuredQuery], text: String) {
    precondition(!queries.isEmpty, "a mean of no queries")
    measurement = queries[0].measurement
    query = text
    outputCount = queries[0].outputCount
    form = .mean(queries)
    example = []
    computedLearner = nil
    computedOutputs = []
  }

  private static func encode(
    _ query: Record,
    _ text: String,
    _ problem: TrainingProblem
  ) throws -> [ExampleTensor] {
    do {
      return try problem.learner.encode(query)
    } catch let error as any LacunaError {
      throw SketchingError.unencodable(
        what: "query '\(text)'",
        reason: error.description,
        category: error.category
      )
    }
  }

  /// The digest of the encoded query.
  var digest: String {
    if case .mean(let queries) = form {
      return SHA256Digest.of("mean\n" + queries.map(\.digest).joined(separator: "\n"))
    }
    let parts = example.map { "\($0.name) \($0.shape) \($0.integers) \($0.reals)" }
    return SHA256Digest.of(parts.joined(separator: "\n"))
  }

  /// The digest of all that computes the value.
  package var programDigest: String {
    switch form {
    case .traced(let program):
      guard let computedLearner else { return program.digest }
      return SHA256Digest.of(program.digest + "\n" + computedLearner.identity)
    case .computed(let function, let forward):
      let parts = [function.identity, forward?.digest ?? computedLearner?.identity ?? ""]
      return SHA256Digest.of(parts.joined(separator: "\n"))
    case .mean(let queries):
      return SHA256Digest.of(queries.map(\.programDigest).joined(separator: "\n"))
    }
  }

  /// Whether its coefficients come with an accuracy: those of a program are exact but for rounding.
  var hasAccuracy: Bool {
    switch form {
    case .traced: false
    case .computed: true
    case .mean(let queries): queries.contains(where: \.hasAccuracy)
    }
  }
}
