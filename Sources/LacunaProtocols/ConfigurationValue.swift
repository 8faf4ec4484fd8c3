/// The value of a configuration key.
public enum ConfigurationValue: Hashable, Sendable {
  /// A whole number.
  case integer(Int)
  /// A finite real number.
  case number(Double)
  /// Text.
  case string(String)
  /// True or false.
  case boolean(Bool)

  /// What kind of value this is.
  public var kind: ConfigurationKind {
    switch self {
    case .integer: .integer
    case .number: .number
    case .string: .string
    case .boolean: .boolean
    }
  }
}

extension ConfigurationValue: CustomStringConvertible {
  /// The value as somebody would write it after `key=`.
  public var description: String {
    switch self {
    case .integer(let value): value.description
    case .number(let value): value.description
    case .string(let value): value
    case .boolean(let value): value.description
    }
  }
}

extension ConfigurationValue: Codable {
  /// Decodes a JSON number, string or boolean; a number without a fraction is an integer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else {
      self = .string(try container.decode(String.self))
    }
  }

  /// Encodes a JSON number, string or boolean.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    }
  }
}

/// What kind of value a configuration key takes.
public enum ConfigurationKind: String, Codable, Hashable, Sendable, CaseIterable {
  case integer, number, string, boolean

  /// The kind as words in a message.
  var phrase: String {
    switch self {
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .boolean: "true or false"
    }
  }
}
