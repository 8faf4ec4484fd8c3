/// A key of a configuration: its kind, default and bounds.
public struct ConfigurationField: Hashable, Sendable, Codable {
  /// The key, in kebab case: `learning-rate`.
  public var key: String
  /// The kind of value.
  public var type: ConfigurationKind
  /// The value when the key is not given.
  public var `default`: ConfigurationValue
  /// What it does, in one line.
  public var summary: String
  /// The smallest value of an integer or a number.
  public var minimum: Double?
  /// The largest value of an integer or a number.
  public var maximum: Double?
  /// The values that a string can have; any when nil.
  public var choices: [String]?

  private init(
    _ key: String,
    _ type: ConfigurationKind,
    _ value: ConfigurationValue,
    _ summary: String,
    minimum: Double? = nil,
    maximum: Double? = nil,
    choices: [String]? = nil
  ) {
    self.key = key
    self.type = type
    self.default = value
    self.summary = summary
    self.minimum = minimum
    self.maximum = maximum
    self.choices = choices
  }

  /// A key that takes an integer.
  public static func integer(
    _ key: String,
    default value: Int,
    in range: ClosedRange<Int>? = nil,
    _ summary: String
  ) -> ConfigurationField {
    ConfigurationField(
      key,
      .integer,
      .integer(value),
      summary,
      minimum: range.map { Double($0.lowerBound) },
      maximum: range.map { Double($0.upperBound) }
    )
  }

  /// A key that takes a number.
  public static func number(
    _ key: String,
    default value: Double,
    in range: ClosedRange<Double>? = nil,
    _ summary: String
  ) -> ConfigurationField {
    ConfigurationField(
      key,
      .number,
      .number(value),
      summary,
      minimum: range?.lowerBound,
      maximum: range?.upperBound
    )
  }

  /// A key that takes text: one of the choices, if there are any.
  public static func string(
    _ key: String,
    default value: String,
    choices: [String]? = nil,
    _ summary: String
  ) -> ConfigurationField {
    ConfigurationField(key, .string, .string(value), summary, choices: choices)
  }

  /// A key that takes true or false.
  public static func boolean(
    _ key: String,
    default value: Bool,
    _ summary: String
  ) -> ConfigurationField {
    ConfigurationField(key, .boolean, .boolean(value), summary)
  }

  /// What the key takes, as words in a message: `an integer from 1 to 64`.
  public var expectation: String {
    if let choices { return "one of \(choices.quotedList)" }
    let bound = { (value: Double) in
      type == .integer ? "\(Int(exactly: value) ?? 0)" : "\(value)"
    }
    return switch (minimum, maximum) {
    case (let low?, let high?): "\(type.phrase) from \(bound(low)) to \(bound(high))"
    case (let low?, nil): "\(type.phrase), at least \(bound(low))"
    case (nil, let high?): "\(type.phrase), at most \(bound(high))"
    case (nil, nil): type.phrase
    }
  }

  /// The value in the kind of this key, if it is allowed; an integer is a number, too.
  func validated(_ value: ConfigurationValue) throws(ConfigurationError) -> ConfigurationValue {
    var value = value
    if case .integer(let integer) = value, type == .number { value = .number(Double(integer)) }
    guard value.kind == type else {
      throw .wrongType(key: key, found: value, expected: expectation)
    }
    let isAllowed =
      switch value {
      case .integer(let integer): contains(Double(integer))
      case .number(let number): number.isFinite && contains(number)
      case .string(let string): choices?.contains(string) ?? true
      case .boolean: true
      }
    guard isAllowed else {
      throw .outOfRange(key: key, found: value, expected: expectation)
    }
    return value
  }

  private func contains(_ number: Double) -> Bool {
    number >= minimum ?? -.infinity && number <= maximum ?? .infinity
  }
}
