import LacunaPrograms
import LacunaProtocols

/// The parts that programs are traced from.
extension ProgramTracer {
  /// Traces a forward function into a program, its parameters taken from inputs of a role.
  static func forward(
    _ learner: any LearningAlgorithm,
    _ shared: SharedBuilder,
    _ parameters: [NamedType],
    as role: InputRole,
    _ example: [NamedType]
  ) throws -> [(name: String, value: ValueID)] {
    let context = TracingContext(
      shared,
      sections: [
        .inputs(LACUNA_ROLE_PARAMETER, "parameter", role, parameters),
        .inputs(LACUNA_ROLE_EXAMPLE, "example tensor", .example, example),
      ],
      objection: { name, _ in name.isEmpty ? "expected a name" : nil }
    )
    try trace(context) { try learner.forward(ForwardTrace($0)) }
    guard !context.outputs.isEmpty else {
      throw BuilderError("the forward function names no output, expected at least one")
    }
    return context.outputs
  }

  /// Refuses a measurement whose outputs the learner does not give.
  static func checkNeeds(
    _ needs: [MeasurementNeed],
    _ outputs: [NamedType],
    _ subject: String
  ) throws(TracingError) {
    var names: [String] = []
    for case .output(let name) in needs { names.append(name) }
    for case .baseOutput(let name) in needs where !names.contains(name) { names.append(name) }
    let missing = names.filter { name in !outputs.contains { $0.name == name } }
    guard missing.isEmpty else {
      throw .unmetNeeds(subject: subject, needs: names, missing: missing, outputs: outputs)
    }
  }

  /// Lets a plugin emit into a context, and throws the first failure that its trace has recorded.
  static func trace(_ context: TracingContext, _ body: (Trace) throws -> Void) throws {
    try BuilderTable.with(context) { table in
      let trace = Trace(builder: table)
      // An operator that failed is the cause of whatever the plugin threw after it.
      do {
        try body(trace)
      } catch {
        try trace.finish()
        throw error
      }
      try trace.finish()
      if let failure = context.failure { throw failure }
    }
  }

  /// Runs what fills a builder, and builds; whatever goes wrong names the subject.
  static func building(
    _ subject: String,
    _ function: String,
    _ shared: SharedBuilder,
    _ fill: () throws -> Void
  ) throws(TracingError) -> Program {
    do {
      try fill()
      return try shared.builder.build()
    } catch let error as TracingError {
      throw error
    } catch let error as ProgramError {
      throw .program(subject: subject, function: function, error: error)
    } catch {
      let error = ForeignError(error)
      throw .failed(
        subject: subject,
        function: function,
        reason: error.message,
        category: error.category
      )
    }
  }

  /// Why a value cannot be what a tensor of the state becomes.
  static func stepObjection(_ name: String, _ type: ValueType, _ state: [NamedType]) -> String? {
    guard let expected = state.first(where: { $0.name == name })?.type else {
      let names = state.map(\.name)
      return "there is no state tensor of this name; there are "
        + names.map { "'\($0)'" }.joined(separator: ", ") + "."
        + suggestionTail(for: name, among: names)
    }
    return type == expected ? nil : "the state tensor is \(expected)"
  }

  /// Why a value cannot be the result of a measurement.
  static func measurementObjection(_ name: String, _ type: ValueType) -> String? {
    if name != "value" { return "the one output of a measurement is named 'value'" }
    return type.element == .real && type.shape.rank <= 1
      ? nil : "expected a real scalar or vector; average over positions, or reshape"
  }
}

extension SharedBuilder {
  /// Declares inputs in order.
  func declare(_ role: InputRole, _ types: [NamedType]) throws(ProgramError) {
    for type in types { _ = try builder.input(role, type.name, type: type.type) }
  }
}
