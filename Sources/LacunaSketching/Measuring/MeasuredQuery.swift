import LacunaPrograms
import LacunaProtocols
import LacunaStores

/// A measurement of a query: what is predicted.
public struct MeasuredQuery: Sendable {
  /// The measurement's name.
  public let measurement: String
  /// The query as a person wrote it.
  public let query: String
  /// Parameters and the encoded query to the value.
  public let program: Program
  /// The encoded query.
  let example: [ExampleTensor]

  /// Encodes a query and traces the measurement on the learner.
  ///
  /// - Parameters:
  ///   - measurement: the function and its name.
  ///   - query: the record measured.
  ///   - text: the query as a person wrote it, for messages.
  ///   - problem: the learner.
  /// - Throws: ``SketchingError/unencodable(what:reason:)`` or ``TracingError``.
  public init(
    _ measurement: (name: String, function: any MeasurementFunction),
    query: Record,
    text: String,
    on problem: TrainingProblem
  ) throws {
    self.measurement = measurement.name
    self.query = text
    do {
      example = try problem.learner.encode(query)
    } catch let error as any LacunaError {
      throw SketchingError.unencodable(what: "query '\(text)'", reason: error.description)
    }
    program = try ProgramTracer.traceMeasurement(
      measurement.function,
      name: measurement.name,
      learner: problem.learner,
      learnerName: problem.name,
      parameters: problem.parameters,
      example: example.signature
    )
  }

  /// The number of numbers that the measurement gives.
  public var outputCount: Int {
    program.output("value").map { program.type(of: $0.value).shape.count } ?? 0
  }

  /// The digest of the encoded query.
  var digest: String {
    let parts = example.map { "\($0.name) \($0.shape) \($0.integers) \($0.reals)" }
    return SHA256Digest.of(parts.joined(separator: "\n"))
  }
}
