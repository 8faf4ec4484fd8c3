import FoundationEssentials

/// The keys that a learner or a measurement can be configured with.
public struct ConfigurationSchema: Hashable, Sendable {
  /// The keys, in the order in which they are shown.
  public let fields: [ConfigurationField]

  /// The schema of something that needs no configuration.
  public static let empty = ConfigurationSchema([])

  /// A schema of these keys, which must differ.
  public init(_ fields: [ConfigurationField]) {
    self.fields = fields
  }

  /// The schema that a JSON array of fields describes.
  ///
  /// - Throws: ``ConfigurationError`` when the text is no such array, a key occurs twice, or a default is
  ///   not allowed by its own field.
  public init(json: String) throws(ConfigurationError) {
    do {
      fields = try JSONDecoder().decode([ConfigurationField].self, from: Data(json.utf8))
    } catch {
      throw .malformedJSON(text: json, expected: "an array of configuration fields: \(error)")
    }
    try validate()
  }

  /// The schema as JSON: an array of fields, their keys in alphabetical order.
  public var json: String { canonicalJSON(fields) }

  /// The field of a key, if there is one.
  public subscript(key: String) -> ConfigurationField? {
    fields.first { $0.key == key }
  }

  /// Checks that keys differ and that every default is allowed.
  ///
  /// - Throws: ``ConfigurationError`` for the first field at fault.
  public func validate() throws(ConfigurationError) {
    var seen: Set<String> = []
    for field in fields {
      guard seen.insert(field.key).inserted else { throw .duplicateKey(key: field.key) }
      _ = try field.validated(field.default)
    }
  }
}

/// JSON with sorted keys and no spaces: equal values give equal text.
func canonicalJSON(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  // Encoding fails for numbers that are not finite alone, and validation lets none in.
  guard let data = try? encoder.encode(value) else { return "null" }
  return String(decoding: data, as: UTF8.self)
}
