import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// A measurement with a learner that has what it asks for.
public struct MeasurementSubject: Sendable {
  /// The measurement.
  public let measurement: LoadedMeasurement
  /// The learner and its data.
  public let learner: LearnerSubject

  /// Measurement and learner, for messages.
  public var name: String {
    "measurement '\(measurement.descriptor.name)' on \(learner.name)"
  }

  /// A fresh instance, with the defaults.
  ///
  /// - Throws: ``PluginError``, or an error of the configuration.
  public func make() throws -> any MeasurementFunction {
    try measurement.make(configuration: Configuration(schema: measurement.descriptor.schema))
  }

  /// The program of the measurement on the learner.
  ///
  /// - Parameters:
  ///   - function: the measurement; a fresh instance when nil.
  ///   - instance: the learner.
  ///   - record: the position of the record that is measured on.
  /// - Returns: the program.
  /// - Throws: ``TracingError``.
  public func program(
    _ function: (any MeasurementFunction)? = nil,
    on instance: any LearningAlgorithm,
    record: Int = 0
  ) throws -> Program {
    try ProgramTracer.traceMeasurement(
      function ?? make(),
      name: measurement.descriptor.name,
      learner: instance,
      learnerName: learner.learner.descriptor.name,
      parameters: instance.state,
      example: instance.encode(learner.dataset.records[record]).signature
    )
  }
}

/// Measurements with learners to apply them to.
extension CheckContext {
  /// The measurements of the library, each with a learner that has the outputs it asks for: of the library
  /// itself, else of the plugins beside the running program.
  ///
  /// - Throws: ``NotApplicable`` when the library has no measurement, or no learner fits any of them.
  public func measurementSubjects() throws -> [MeasurementSubject] {
    let library = try library()
    guard !library.measurements.isEmpty else {
      throw NotApplicable("the plugin offers no measurement")
    }
    let own = (try? subjects()) ?? []
    var found: [MeasurementSubject] = []
    var shipped: [LearnerSubject]?
    var gaps: [String] = []
    for measurement in library.measurements {
      var fitting = own.filter { fits(measurement, $0) }
      if fitting.isEmpty {
        let others = shipped ?? shippedSubjects()
        shipped = others
        fitting = Array(others.filter { fits(measurement, $0) }.prefix(1))
      }
      if fitting.isEmpty {
        gaps.append(
          "no learner at hand has what the measurement '\(measurement.descriptor.name)' asks for: "
            + measurement.descriptor.needs.map(\.description).joined(separator: ", ")
        )
      }
      found += fitting.map { MeasurementSubject(measurement: measurement, learner: $0) }
    }
    guard !found.isEmpty else { throw NotApplicable(gaps.joined(separator: "; ")) }
    return found
  }

  /// Whether the forward function of a learner has the outputs that a measurement asks for.
  private func fits(_ measurement: LoadedMeasurement, _ subject: LearnerSubject) -> Bool {
    guard let instance = try? subject.make(),
      let tensors = try? instance.encode(subject.dataset.records[0]),
      let program = try? ProgramTracer.traceForward(
        instance,
        name: subject.learner.descriptor.name,
        parameters: instance.state,
        example: tensors.signature
      )
    else { return false }
    let names = Set(program.outputs.map(\.name))
    return measurement.descriptor.needs.allSatisfy { need in
      switch need {
      case .output(let name), .baseOutput(let name): names.contains(name)
      case .parameters, .baseParameters: true
      }
    }
  }

  /// The learners of the plugins beside the running program, with what data there is for them.
  private func shippedSubjects() -> [LearnerSubject] {
    guard let launcher else { return [] }
    let locator = PluginLocator(folders: [], executable: launcher.executable)
    return locator.candidates().filter { $0.path != path }.flatMap { candidate in
      let context = CheckContext(path: candidate.path, seed: seed, scratch: scratch)
      return (try? context.subjects()) ?? []
    }
  }
}
