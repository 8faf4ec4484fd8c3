/// One record of the data: named fields in order.
///
/// A line of text is one field named `text`.
public struct Record: Hashable, Sendable, Codable {
  /// A named piece of text.
  public struct Field: Hashable, Sendable, Codable {
    /// The name: a column's heading, or `text`.
    public var name: String
    /// The text.
    public var value: String

    /// A field of this name and text.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The name of the one field of a line of text.
  public static let textFieldName = "text"

  /// The fields, in the order of the data.
  public var fields: [Field]

  /// A record of these fields.
  public init(fields: [Field]) {
    self.fields = fields
  }

  /// A line of text.
  public init(text: String) {
    fields = [Field(name: Self.textFieldName, value: text)]
  }

  /// The text of the first field of a name, or nil when there is none.
  public subscript(name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  /// The text of a field that has to be there.
  ///
  /// - Throws: ``RecordError/missingField(name:available:)``.
  public func field(_ name: String) throws(RecordError) -> String {
    guard let value = self[name] else {
      throw .missingField(name: name, available: fields.map(\.name))
    }
    return value
  }

  /// The line of text.
  ///
  /// - Throws: ``RecordError/missingField(name:available:)`` when the record has no field `text`.
  public var text: String {
    get throws(RecordError) { try field(Self.textFieldName) }
  }

  /// The number that a field holds.
  ///
  /// - Throws: ``RecordError`` when the field is missing or holds something else.
  public func number(_ name: String) throws(RecordError) -> Double {
    let value = try field(name)
    guard let number = Double(value), number.isFinite else {
      throw .notANumber(name: name, found: value)
    }
    return number
  }
}

/// What can be wrong with a record.
public enum RecordError: LacunaError, Hashable {
  /// A field that the record does not have.
  case missingField(name: String, available: [String])
  /// A field that should hold a number and does not.
  case notANumber(name: String, found: String)
  /// A field that holds what the learner cannot encode; the text says what and where.
  case notEncodable(name: String, reason: String)

  /// Always ``ErrorCategory/data``.
  public var category: ErrorCategory { .data }

  /// What was wrong, with what was found and what was expected.
  public var description: String {
    switch self {
    case .missingField(let name, let available):
      "the record has no field '\(name)'; it has \(available.quotedList)."
        + suggestionTail(for: name, among: available)
    case .notANumber(let name, let found):
      "field '\(name)' is '\(found)', expected a finite number"
    case .notEncodable(let name, let reason):
      "field '\(name)' cannot be encoded: \(reason)"
    }
  }
}
