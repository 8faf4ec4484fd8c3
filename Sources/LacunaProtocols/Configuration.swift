import FoundationEssentials

/// The values of all keys of a schema: given ones, and defaults for the rest.
public struct Configuration: Hashable, Sendable {
  /// The keys there are.
  public let schema: ConfigurationSchema
  /// A value for every key of the schema.
  public let values: [String: ConfigurationValue]

  /// The configuration with these values, and defaults for the keys that are not given.
  ///
  /// - Throws: ``ConfigurationError`` naming the key, what was found and what was expected.
  public init(
    schema: ConfigurationSchema,
    values given: [String: ConfigurationValue] = [:]
  ) throws(ConfigurationError) {
    for key in given.keys.sorted() where schema[key] == nil {
      throw .unknownKey(key: key, available: schema.fields.map(\.key))
    }
    var values: [String: ConfigurationValue] = [:]
    for field in schema.fields {
      values[field.key] = try field.validated(given[field.key] ?? field.default)
    }
    self.schema = schema
    self.values = values
  }

  /// The configuration that a JSON object gives.
  ///
  /// - Throws: ``ConfigurationError``, also when the text is no JSON object.
  public init(schema: ConfigurationSchema, json: String) throws(ConfigurationError) {
    try self.init(schema: schema, values: Self.values(json: json))
  }

  /// The configuration that a JSON object gives which has a value for every key: what crosses the
  /// plugin interface.
  ///
  /// - Throws: ``ConfigurationError``, also when a key is missing.
  package init(schema: ConfigurationSchema, completeJSON json: String) throws(ConfigurationError) {
    let given = try Self.values(json: json)
    for field in schema.fields where given[field.key] == nil {
      throw .missingKey(key: field.key, expected: field.expectation)
    }
    try self.init(schema: schema, values: given)
  }

  /// The values of a JSON object, not held against a schema.
  ///
  /// - Throws: ``ConfigurationError/malformedJSON(text:expected:)``.
  package static func values(
    json: String
  ) throws(ConfigurationError) -> [String: ConfigurationValue] {
    do {
      return try JSONDecoder().decode([String: ConfigurationValue].self, from: Data(json.utf8))
    } catch {
      throw .malformedJSON(text: json, expected: "an object of numbers, strings and booleans")
    }
  }

  /// The configuration as JSON, every key with its value, in alphabetical order: equal configurations
  /// give equal text.
  public var json: String { canonicalJSON(values) }

  /// The value of a key that takes an integer.
  ///
  /// - Throws: ``ConfigurationError/undeclaredKey(key:kind:)`` when the schema has no such key.
  public func integer(_ key: String) throws(ConfigurationError) -> Int {
    guard case .integer(let value) = values[key] else {
      throw .undeclaredKey(key: key, kind: .integer)
    }
    return value
  }

  /// The value of a key that takes a number.
  ///
  /// - Throws: ``ConfigurationError/undeclaredKey(key:kind:)`` when the schema has no such key.
  public func number(_ key: String) throws(ConfigurationError) -> Double {
    guard case .number(let value) = values[key] else {
      throw .undeclaredKey(key: key, kind: .number)
    }
    return value
  }

  /// The value of a key that takes text.
  ///
  /// - Throws: ``ConfigurationError/undeclaredKey(key:kind:)`` when the schema has no such key.
  public func string(_ key: String) throws(ConfigurationError) -> String {
    guard case .string(let value) = values[key] else {
      throw .undeclaredKey(key: key, kind: .string)
    }
    return value
  }

  /// The value of a key that takes true or false.
  ///
  /// - Throws: ``ConfigurationError/undeclaredKey(key:kind:)`` when the schema has no such key.
  public func boolean(_ key: String) throws(ConfigurationError) -> Bool {
    guard case .boolean(let value) = values[key] else {
      throw .undeclaredKey(key: key, kind: .boolean)
    }
    return value
  }
}

extension Configuration {
  /// The value of a key whose choices are the cases of an enumeration.
  ///
  /// - Throws: ``ConfigurationError`` when the schema has no such key, or a choice that is no case.
  public func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    of type: Choice.Type = Choice.self
  ) throws(ConfigurationError) -> Choice {
    let text = try string(key)
    guard let choice = Choice(rawValue: text) else {
      throw .outOfRange(
        key: key,
        found: .string(text),
        expected: "one of \(Choice.allCases.map(\.rawValue).quotedList)"
      )
    }
    return choice
  }
}
