import LacunaProtocols

/// What can be wrong with a manifest, and which manifest it is.
public enum ManifestError: LacunaError, Equatable {
  /// A field that is missing, of the wrong type, or of an impossible value.
  case badField(manifest: String, field: String, found: String, expected: String)
  /// A format that a later version of Lacuna writes.
  case newerFormat(manifest: String, found: Int, supported: Int)
  /// Two shards that hold the same direction.
  case overlappingShards(manifest: String, first: String, second: String)

  /// The category, which decides the exit code.
  public var category: ErrorCategory {
    switch self {
    case .badField, .overlappingShards: .data
    case .newerFormat: .unavailable
    }
  }

  /// The manifest, the field, what was found and what was expected.
  public var description: String {
    switch self {
    case .badField(let manifest, let field, let found, let expected):
      "\(manifest)\(field.isEmpty ? "" : ", field '\(field)'"): found \(found), "
        + "expected \(expected)"
    case .newerFormat(let manifest, let found, let supported):
      "\(manifest), field 'formatVersion': found \(found), expected \(supported) or less: a newer "
        + "Lacuna wrote this sketch; update Lacuna, or make the sketch again with this version"
    case .overlappingShards(let manifest, let first, let second):
      "\(manifest), field 'shards': '\(first)' and '\(second)' hold the same directions, expected "
        + "each direction once; take one of the two out of the list"
    }
  }
}
