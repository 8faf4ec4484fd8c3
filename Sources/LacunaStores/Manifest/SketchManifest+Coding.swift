import FoundationEssentials

extension SketchManifest {
  /// The manifest as JSON: indented, keys sorted, the same bytes for the same contents.
  ///
  /// - Throws: ``ManifestError`` when the manifest would not be read back, naming the field.
  public func encoded(source: String = "manifest.json") throws(ManifestError) -> [UInt8] {
    try validate(source: source)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    } catch {
      throw .badField(
        manifest: source,
        field: "",
        found: "\(error)",
        expected: "values that JSON can hold"
      )
    }
  }

  /// Reads a manifest and checks it.
  ///
  /// - Parameters:
  ///   - bytes: the JSON text.
  ///   - source: the name of the manifest, for messages.
  /// - Throws: ``ManifestError``.
  public init(decoding bytes: [UInt8], source: String) throws(ManifestError) {
    let version = try Self.decode(Version.self, from: bytes, source: source).formatVersion
    guard version <= Self.currentFormatVersion else {
      throw .newerFormat(
        manifest: source,
        found: version,
        supported: Self.currentFormatVersion
      )
    }
    self = try Self.decode(SketchManifest.self, from: bytes, source: source)
    try validate(source: source)
  }

  /// What every version of the format has in common.
  private struct Version: Decodable {
    let formatVersion: Int
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type,
    from bytes: [UInt8],
    source: String
  ) throws(ManifestError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      let problem = DecodingProblem(error, in: bytes) { field in
        field == "expansion.radius" || field.hasPrefix("learner.configuration.")
      }
      throw .badField(
        manifest: source,
        field: problem.field,
        found: problem.found,
        expected: problem.expected
      )
    }
  }
}
