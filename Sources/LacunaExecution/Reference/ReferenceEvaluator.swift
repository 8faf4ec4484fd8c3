import LacunaPrograms

/// The slow, obvious evaluator that says what programs mean.
///
/// It runs a program over any ring, one number at a time, with no regard to speed and nothing in
/// common with the kernels that it checks.
///
///     let outputs = try ReferenceEvaluator.evaluate(
///       program, inputs: [.init(.state, "w"): ReferenceTensor([2], numbers: [0.5, 1.0])])
public enum ReferenceEvaluator {
  /// Which input a tensor is for.
  public struct Key: Hashable, Sendable {
    /// The role.
    public let role: InputRole
    /// The name within the role.
    public let name: String

    /// The input of this role and name.
    public init(_ role: InputRole, _ name: String) {
      self.role = role
      self.name = name
    }
  }

  /// The outputs of a program, by name.
  ///
  /// - Throws: ``ReferenceError`` for an input that is missing or of another type, or an index that is
  ///   outside its axis.
  public static func evaluate<Number: ReferenceNumber>(
    _ program: Program,
    inputs: [Key: ReferenceTensor<Number>]
  ) throws(ReferenceError) -> [String: ReferenceTensor<Number>] {
    var values: [ReferenceTensor<Number>] = []
    for instruction in program.instructions {
      if case .input(let number) = instruction.operation {
        values.append(try fed(program.inputs[number], instruction.type, inputs))
      } else {
        let step = ReferenceStep(
          operation: instruction.operation,
          shape: instruction.type.shape,
          operands: instruction.operands.map { values[$0.index] }
        )
        values.append(try step.result())
      }
    }
    let named = program.outputs.map { ($0.name, values[$0.value.index]) }
    return Dictionary(uniqueKeysWithValues: named)
  }

  private static func fed<Number: ReferenceNumber>(
    _ input: Program.Input,
    _ type: ValueType,
    _ inputs: [Key: ReferenceTensor<Number>]
  ) throws(ReferenceError) -> ReferenceTensor<Number> {
    guard let tensor = inputs[Key(input.role, input.name)] else {
      throw .missingInput(role: input.role, name: input.name)
    }
    guard tensor.type == type, tensor.isConsistent else {
      throw .wrongInput(
        role: input.role,
        name: input.name,
        found: tensor.type,
        elements: tensor.numbers.count + tensor.integers.count,
        expected: type
      )
    }
    return tensor
  }
}
