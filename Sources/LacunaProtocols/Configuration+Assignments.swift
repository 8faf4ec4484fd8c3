/// Reading `key=value`, as on a command line.
extension Configuration {
  /// The configuration that assignments such as `learning-rate=0.02` give; the last one of a key counts.
  ///
  /// - Throws: ``ConfigurationError`` naming the assignment or key, what was found and what was expected.
  public init(
    schema: ConfigurationSchema,
    assignments: [String]
  ) throws(ConfigurationError) {
    var values: [String: ConfigurationValue] = [:]
    for assignment in assignments {
      guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else {
        throw .malformedAssignment(found: assignment)
      }
      let key = String(assignment[..<equals])
      let text = String(assignment[assignment.index(after: equals)...])
      guard let field = schema[key] else {
        throw .unknownKey(key: key, available: schema.fields.map(\.key))
      }
      values[key] = try field.parsed(text)
    }
    try self.init(schema: schema, values: values)
  }
}

extension ConfigurationField {
  /// The value that a text stands for.
  fileprivate func parsed(_ text: String) throws(ConfigurationError) -> ConfigurationValue {
    let value: ConfigurationValue? =
      switch type {
      case .integer: Int(text).map { .integer($0) }
      case .number: Double(text).map { .number($0) }
      case .string: .string(text)
      case .boolean: Bool(text).map { .boolean($0) }
      }
    guard let value else {
      throw .wrongType(key: key, found: .string(text), expected: expectation)
    }
    return value
  }
}
