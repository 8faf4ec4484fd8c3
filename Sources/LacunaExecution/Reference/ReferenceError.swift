import LacunaPrograms

/// What can be wrong with what a program is fed.
public enum ReferenceError: Error, Hashable, Sendable {
  /// An input that is not given.
  case missingInput(role: InputRole, name: String)
  /// An input of the wrong element, shape or number of elements.
  case wrongInput(
    role: InputRole,
    name: String,
    found: ValueType,
    elements: Int,
    expected: ValueType
  )
  /// An index outside its axis.
  case indexOutOfRange(operation: String, index: Int64, extent: Int)
}

extension ReferenceError: CustomStringConvertible {
  /// What was wrong, with what was found and what was expected.
  public var description: String {
    switch self {
    case .missingInput(let role, let name):
      "input \(role.rawValue) '\(name)' is not given"
    case .wrongInput(let role, let name, let found, let elements, let expected):
      "input \(role.rawValue) '\(name)' is \(found) of \(elements) elements, expected \(expected)"
    case .indexOutOfRange(let operation, let index, let extent):
      "\(operation): index \(index) is outside 0..<\(extent)"
    }
  }
}
