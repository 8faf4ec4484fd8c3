/// What can be wrong with a program.
public enum ProgramError: Error, Hashable, Sendable {
  // — operations
  /// A name that is not in the table of operations.
  case unknownOperation(name: String)
  /// Attributes of the wrong number or kind.
  case badAttributes(operation: String, found: String, expected: String)
  /// Too many or too few operands.
  case operandCount(operation: String, found: Int, expected: Int)
  /// Operands whose shapes or elements do not go together.
  case operandTypes(operation: String, found: [ValueType], expected: String)

  // — programs
  /// A use of a value that is not made before it.
  case undefinedValue(instruction: Int, operand: Int)
  /// An instruction whose recorded type is not the one that follows from its operands.
  case wrongType(instruction: Int, found: ValueType, expected: ValueType)
  /// Two inputs or two outputs of one name.
  case duplicateName(kind: String, name: String)
  /// A gradient asked of something that is not a real scalar.
  case gradientOfNonScalar(found: ValueType)
  /// An output that the program does not have.
  case unknownOutput(name: String, available: [String])

  // — text form
  /// A line of the text form that cannot be read.
  case malformedText(line: Int, found: String, expected: String)
}

extension ProgramError: CustomStringConvertible {
  /// What was wrong, with what was found and what was expected.
  public var description: String {
    switch self {
    case .unknownOperation(let name):
      "unknown operation '\(name)'"
    case .badAttributes(let operation, let found, let expected):
      "\(operation): attributes are \(found), expected \(expected)"
    case .operandCount(let operation, let found, let expected):
      "\(operation): \(found) operands, expected \(expected)"
    case .operandTypes(let operation, let found, let expected):
      "\(operation): operands are \(found.map(\.description).joined(separator: ", ")), "
        + "expected \(expected)"
    case .undefinedValue(let instruction, let operand):
      "instruction %\(instruction) uses %\(operand), which is not defined before it"
    case .wrongType(let instruction, let found, let expected):
      "instruction %\(instruction) is recorded as \(found), but its operands make it \(expected)"
    case .duplicateName(let kind, let name):
      "two \(kind)s are named '\(name)'; names must be unique"
    case .gradientOfNonScalar(let found):
      "gradient(of:) needs a real scalar, found \(found); sum or average it first"
    case .unknownOutput(let name, let available):
      "the program has no output '\(name)', expected one of \(available.joined(separator: ", "))"
    case .malformedText(let line, let found, let expected):
      "program text, line \(line): found '\(found)', expected \(expected)"
    }
  }
}
