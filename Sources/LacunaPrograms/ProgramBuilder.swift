/// Builds a program one operation at a time.
///
/// Equal operations on equal operands are made once, and operations that change nothing (adding zero, a
/// reshape to the same shape) return their operand, so that what is built is already free of common
/// subexpressions.
public struct ProgramBuilder {
  /// What the program will be called.
  public let name: String
  /// The inputs so far.
  public private(set) var inputs: [Program.Input] = []
  /// The instructions so far.
  public private(set) var instructions: [Instruction] = []
  /// The outputs so far.
  public private(set) var outputs: [Program.Output] = []

  private struct Key: Hashable {
    let operation: Operation
    let operands: [ValueID]
  }
  private var known: [Key: ValueID] = [:]

  /// A builder of an empty program.
  public init(name: String) {
    self.name = name
  }

  /// The type of a value made so far.
  public func type(of value: ValueID) -> ValueType { instructions[value.index].type }

  /// The shape of a value made so far.
  public func shape(of value: ValueID) -> Shape { type(of: value).shape }

  /// Declares an input, or returns the one that was declared before.
  ///
  /// - Throws: ``ProgramError/wrongType(instruction:found:expected:)`` when it was declared with another type.
  public mutating func input(
    _ role: InputRole,
    _ name: String,
    type: ValueType
  ) throws(ProgramError) -> ValueID {
    if let existing = inputs.first(where: { $0.role == role && $0.name == name }) {
      let found = self.type(of: existing.value)
      guard found == type else {
        throw .wrongType(instruction: existing.value.index, found: type, expected: found)
      }
      return existing.value
    }
    guard type.shape.isValid else {
      throw .operandTypes(operation: "input", found: [type], expected: "positive extents")
    }
    let value = ValueID(instructions.count)
    instructions.append(Instruction(operation: .input(inputs.count), operands: [], type: type))
    inputs.append(Program.Input(role: role, name: name, value: value))
    return value
  }

  /// Names a value as an output.
  ///
  /// - Throws: ``ProgramError/duplicateName(kind:name:)``.
  public mutating func output(_ name: String, _ value: ValueID) throws(ProgramError) {
    guard !outputs.contains(where: { $0.name == name }) else {
      throw .duplicateName(kind: "output", name: name)
    }
    guard instructions.indices ~= value.index else {
      throw .undefinedValue(instruction: instructions.count, operand: value.index)
    }
    outputs.append(Program.Output(name: name, value: value))
  }

  /// Appends an operation, or returns a value already made that is equal to its result.
  ///
  /// - Throws: ``ProgramError`` when the operands do not fit.
  public mutating func append(
    _ operation: Operation,
    _ operands: ValueID...
  ) throws(ProgramError) -> ValueID {
    try append(operation, operands: operands)
  }

  /// Appends an operation, or returns a value already made that is equal to its result.
  ///
  /// - Throws: ``ProgramError`` when the operands do not fit.
  public mutating func append(
    _ operation: Operation,
    operands: [ValueID]
  ) throws(ProgramError) -> ValueID {
    for operand in operands where !(instructions.indices ~= operand.index) {
      throw .undefinedValue(instruction: instructions.count, operand: operand.index)
    }
    let type = try operation.resultType(of: operands.map { self.type(of: $0) })
    if let same = identity(operation, operands, type) { return same }
    let key = Key(operation: operation, operands: operands)
    if let same = known[key] { return same }
    let value = ValueID(instructions.count)
    instructions.append(Instruction(operation: operation, operands: operands, type: type))
    known[key] = value
    return value
  }

  /// The finished program, without what no output needs.
  ///
  /// - Throws: ``ProgramError`` for a rule that the program breaks.
  public func build() throws(ProgramError) -> Program {
    try Program(name: name, inputs: inputs, instructions: instructions, outputs: outputs)
      .withoutDeadCode()
  }

  /// The one number that all elements of a value are, when that is known.
  func splat(_ value: ValueID) -> Double? {
    let instruction = instructions[value.index]
    return switch instruction.operation {
    case .constant(let literal): literal.splat
    case .broadcast, .reshape, .transpose: splat(instruction.operands[0])
    default: nil
    }
  }

  /// The operand that an operation returns unchanged, if it does.
  private func identity(
    _ operation: Operation,
    _ operands: [ValueID],
    _ type: ValueType
  ) -> ValueID? {
    switch operation {
    case .reshape, .broadcast:
      return self.type(of: operands[0]) == type ? operands[0] : nil
    case .transpose(let permutation):
      return permutation == Array(0..<permutation.count) ? operands[0] : nil
    case .slice:
      return self.type(of: operands[0]) == type ? operands[0] : nil
    case .pad(let low, let high):
      return (low + high).allSatisfy { $0 == 0 } ? operands[0] : nil
    case .concatenate:
      return operands.count == 1 ? operands[0] : nil
    case .binary(.add):
      if splat(operands[1]) == 0 { return operands[0] }
      return splat(operands[0]) == 0 ? operands[1] : nil
    case .binary(.subtract):
      return splat(operands[1]) == 0 ? operands[0] : nil
    case .binary(.multiply):
      if splat(operands[1]) == 1 { return operands[0] }
      return splat(operands[0]) == 1 ? operands[1] : nil
    case .binary(.divide):
      return splat(operands[1]) == 1 ? operands[0] : nil
    default:
      return nil
    }
  }
}
