import LacunaPrograms
import LacunaProtocols

/// What the host offers to a trace, for those who trace on behalf of a plugin elsewhere.
extension ProgramTracer {
  /// The names and types of the inputs of a role, in order.
  ///
  /// - Throws: the builder's error.
  package static func offers(_ role: Int, to trace: Trace) throws -> [NamedType] {
    try context(of: trace).offers(lacuna_role(role))
  }

  /// The forward function that a measurement is traced on: its outputs are what the measurement sees.
  ///
  /// - Throws: ``ProgramError``, or the builder's error.
  package static func forward(behind trace: Trace) throws -> Program {
    let context = try context(of: trace)
    var builder = context.shared.builder
    for section in context.sections where section.role == lacuna_role(LACUNA_ROLE_OUTPUT) {
      for name in section.names {
        guard case .value(let value)? = try section.find(name) else { continue }
        try builder.output(name, value)
      }
    }
    return try builder.build()
  }

  private static func context(of trace: Trace) throws -> TracingContext {
    guard let context = trace.builder.pointee.context else {
      throw BuilderError("the trace belongs to no builder")
    }
    return Unmanaged<TracingContext>.fromOpaque(context).takeUnretainedValue()
  }
}

extension TracingContext {
  /// The names and types under a role.
  func offers(_ role: lacuna_role) throws -> [NamedType] {
    try sections.filter { $0.role == role }.flatMap { section in
      try section.names.compactMap { name in
        switch try section.find(name) {
        case .input(_, let type): NamedType(name, type)
        case .value(let value): NamedType(name, shared.builder.type(of: value))
        case nil: nil
        }
      }
    }
  }
}
