import LacunaPrograms
import LacunaProtocols

/// Emits a program that was traced elsewhere into a builder, as the plugin would have done itself.
///
/// The builder checks it as it checks a plugin, operation by operation.
package enum ProgramReplay {
  /// Emits the instructions and names the outputs.
  ///
  /// - Throws: the builder's error for the first thing that does not fit.
  package static func emit(_ program: Program, into trace: Trace) throws {
    let builder = trace.builder.pointee
    var identifiers: [UInt64] = []
    identifiers.reserveCapacity(program.instructions.count)
    for instruction in program.instructions {
      var result = lacuna_value()
      result.struct_size = UInt64(MemoryLayout<lacuna_value>.size)
      switch instruction.operation {
      case .input(let number):
        let input = program.inputs[number]
        try input.name.withForeignText {
          try check(builder.input(builder.context, input.role.foreign, $0, &result))
        }
      case .constant(let literal):
        try constant(literal, builder, &result)
      default:
        let operands = instruction.operands.map { identifiers[$0.index] }
        try emit(instruction.operation, operands, builder, &result)
      }
      try compare(result, instruction.type)
      identifiers.append(result.id)
    }
    for output in program.outputs {
      try output.name.withForeignText {
        try check(builder.output(builder.context, $0, identifiers[output.value.index]))
      }
    }
  }

  private static func emit(
    _ operation: Operation,
    _ operands: [UInt64],
    _ builder: lacuna_builder,
    _ result: inout lacuna_value
  ) throws {
    let integers = operation.integers.map(Int64.init)
    let reals = operation.reals
    try operation.name.withForeignText {
      try check(
        builder.emit(
          builder.context,
          $0,
          operands,
          UInt64(operands.count),
          integers,
          UInt64(integers.count),
          reals,
          UInt64(reals.count),
          &result
        )
      )
    }
  }

  private static func constant(
    _ literal: Literal,
    _ builder: lacuna_builder,
    _ result: inout lacuna_value
  ) throws {
    let shape = literal.type.shape.dimensions.map(Int64.init)
    let (count, rank) = (UInt64(literal.type.shape.count), UInt64(shape.count))
    switch literal.type.element {
    case .real:
      try check(
        builder.constant_reals(builder.context, literal.reals, count, shape, rank, &result)
      )
    case .integer:
      try check(
        builder.constant_integers(builder.context, literal.integers, count, shape, rank, &result)
      )
    }
  }

  private static func compare(_ result: lacuna_value, _ type: ValueType) throws {
    let found = withUnsafeBytes(of: result.dimensions) {
      $0.bindMemory(to: Int64.self).prefix(Int(result.rank)).map(Int.init)
    }
    guard found == type.shape.dimensions else {
      throw BuilderError("a value of the program is \(type), expected the shape \(found)")
    }
  }
}

extension InputRole {
  /// The role by which a plugin asks for an input of this role.
  fileprivate var foreign: lacuna_role {
    let role =
      switch self {
      case .state: LACUNA_ROLE_STATE
      case .batch: LACUNA_ROLE_BATCH
      case .weights: LACUNA_ROLE_WEIGHTS
      case .scalar: LACUNA_ROLE_SCALAR
      case .parameter: LACUNA_ROLE_PARAMETER
      case .example: LACUNA_ROLE_EXAMPLE
      case .base: LACUNA_ROLE_BASE
      }
    return lacuna_role(role)
  }
}

/// A learner of which only its forward function is known, as a program.
package struct ReplayedLearner: LearningAlgorithm {
  private let program: Program

  /// A learner with this forward function.
  package init(forward program: Program) { self.program = program }

  /// Nothing: it is not trained.
  package var state: [StateTensor] { [] }

  /// Always an error: it is not trained.
  package func encode(_ record: Record) throws -> [ExampleTensor] { throw Self.noTraining }

  /// Always an error: it is not trained.
  package func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    throw Self.noTraining
  }

  /// Always an error: it is not trained.
  package func step(_ trace: StepTrace) throws { throw Self.noTraining }

  /// The program.
  package func forward(_ trace: ForwardTrace) throws {
    try ProgramReplay.emit(program, into: trace.trace)
  }

  private static let noTraining = BuilderError("a learner that was replayed has no training")
}
