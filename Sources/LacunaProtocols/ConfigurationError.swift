/// What can be wrong with a configuration, or with the schema of one.
public enum ConfigurationError: LacunaError, Hashable {
  /// A key that the schema does not have.
  case unknownKey(key: String, available: [String])
  /// A key without a value, where every key needs one.
  case missingKey(key: String, expected: String)
  /// A value of the wrong kind.
  case wrongType(key: String, found: ConfigurationValue, expected: String)
  /// A value that is not among those allowed.
  case outOfRange(key: String, found: ConfigurationValue, expected: String)
  /// An assignment without a key or an equals sign.
  case malformedAssignment(found: String)
  /// Text that is not the JSON it should be.
  case malformedJSON(text: String, expected: String)
  /// A key that a schema declares twice.
  case duplicateKey(key: String)
  /// A key that a plugin reads but did not declare, or declared with another kind.
  case undeclaredKey(key: String, kind: ConfigurationKind)

  /// ``ErrorCategory/software`` for a fault of a plugin, else ``ErrorCategory/configuration``.
  public var category: ErrorCategory {
    switch self {
    case .duplicateKey, .undeclaredKey: .software
    default: .configuration
    }
  }

  /// What was wrong, with what was found and what was expected.
  public var description: String {
    switch self {
    case .unknownKey(let key, let available):
      "configuration: unknown key '\(key)'; there are \(available.quotedList)."
        + suggestionTail(for: key, among: available)
    case .missingKey(let key, let expected):
      "configuration: \(key) is missing, expected \(expected)"
    case .wrongType(let key, let found, let expected):
      "configuration: \(key) is '\(found)', expected \(expected)"
    case .outOfRange(let key, let found, let expected):
      "configuration: \(key) is \(found), expected \(expected)"
    case .malformedAssignment(let found):
      "configuration: found '\(found)', expected key=value"
    case .malformedJSON(let text, let expected):
      "configuration: found '\(text.prefix(80))', expected \(expected)"
    case .duplicateKey(let key):
      "configuration schema: the key '\(key)' is declared twice; keys must be unique"
    case .undeclaredKey(let key, let kind):
      "configuration schema: no key '\(key)' that takes \(kind.phrase) is declared, but it is read"
    }
  }
}
