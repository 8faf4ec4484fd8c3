import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// A measurement traced on a probe.
struct Probing {
  /// What came of it.
  enum Outcome {
    /// A program.
    case traced(MeasuredQuery, TrainingProblem)
    /// The measurement returned an error.
    case refused(any Error)
    /// The measurement returned success, or gave a result, that cannot be.
    case broken(String)
  }

  /// What came of it.
  let outcome: Outcome
  /// The inputs that it asked for.
  let inputs: [(role: Int, name: String)]
  /// Whether the host refused to give one.
  let wasRefused: Bool

  /// Traces a measurement on a probe.
  init(_ function: any MeasurementFunction, named name: String, on learner: ProbeLearner) throws {
    let watch = WatchedBuilder()
    let noted = NotedMeasurement(inner: WatchedMeasurement(inner: function, watch: watch))
    let record = Record(fields: [])
    let problem = try TrainingProblem(
      name: "probe",
      learner: learner,
      dataset: Dataset(madeUp: [record], format: .csv),
      steps: nil,
      initialState: .drawn(seed: 3)
    )
    do {
      let query = try MeasuredQuery((name, noted), query: record, text: "probe", on: problem)
      outcome = .traced(query, problem)
    } catch {
      outcome =
        noted.isDone || watch.hasRefusedOutput ? .broken("\(error)") : .refused(error)
    }
    inputs = watch.inputs
    wasRefused = watch.refusal != nil
  }

  /// Notes whether a measurement returned without an error.
  private final class NotedMeasurement: MeasurementFunction, @unchecked Sendable {
    let inner: WatchedMeasurement
    /// Written by the one thread that traces.
    private(set) var isDone = false

    init(inner: WatchedMeasurement) { self.inner = inner }

    func measure(_ trace: MeasurementTrace) throws {
      try inner.measure(trace)
      isDone = true
    }
  }
}

/// The measurements of a library with the probes that they can be traced on.
struct ProbedMeasurement {
  let measurement: LoadedMeasurement
  /// The names of the outputs that it says it needs.
  let outputs: Set<String>

  /// The name, for messages.
  var name: String { "measurement '\(measurement.descriptor.name)'" }

  /// The measurements of a library.
  ///
  /// - Throws: ``NotApplicable`` when there is none.
  static func all(_ context: CheckContext) throws -> [ProbedMeasurement] {
    let measurements = try context.library().measurements
    guard !measurements.isEmpty else { throw NotApplicable("the plugin offers no measurement") }
    return measurements.map { measurement in
      ProbedMeasurement(
        measurement: measurement,
        outputs: Set(
          measurement.descriptor.needs.compactMap {
            switch $0 {
            case .output(let name), .baseOutput(let name): name
            case .parameters, .baseParameters: nil
            }
          }
        )
      )
    }
  }

  /// A fresh instance, with the defaults.
  func make() throws -> any MeasurementFunction {
    try measurement.make(configuration: Configuration(schema: measurement.descriptor.schema))
  }

  /// Traces it on a probe.
  func probe(
    _ learner: ProbeLearner,
    _ function: (any MeasurementFunction)? = nil
  ) throws -> Probing {
    try Probing(function ?? make(), named: measurement.descriptor.name, on: learner)
  }

  /// The probes of common shapes.
  var profiles: [(profile: ProbeLearner.Profile, learner: ProbeLearner)] {
    ProbeLearner.Profile.allCases.map { ($0, ProbeLearner(outputs, $0)) }
  }

  /// Calls a function for each program that a library's measurements give on probes.
  ///
  /// - Throws: ``NotApplicable`` when there is none.
  static func eachProgram(
    _ context: CheckContext,
    _ body: (_ name: String, MeasuredQuery, TrainingProblem) throws -> Void
  ) throws {
    var count = 0
    for probed in try all(context) {
      for (profile, learner) in probed.profiles {
        guard case .traced(let query, let problem) = try probed.probe(learner).outcome else {
          continue
        }
        count += 1
        try body(
          "\(probed.name), on a probe with outputs for a \(profile.rawValue)",
          query,
          problem
        )
      }
    }
    if count == 0 {
      throw NotApplicable("no measurement takes outputs of the shapes that are tried here")
    }
  }
}
