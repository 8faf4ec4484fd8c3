import FoundationEssentials

/// What a cached measurement was computed from: when any of it changes, so does the key.
public struct MeasurementKey: Codable, Equatable, Sendable {
  /// The name of the measurement.
  public let measurement: String
  /// The digest of the measurement's program.
  public let programDigest: String
  /// The digest of the query.
  public let queryDigest: String
  /// The digest of the shard that was measured.
  public let shardDigest: String

  /// A key of these parts.
  public init(measurement: String, programDigest: String, queryDigest: String, shardDigest: String)
  {
    self.measurement = measurement
    self.programDigest = programDigest
    self.queryDigest = queryDigest
    self.shardDigest = shardDigest
  }

  /// The key as JSON in one line, keys sorted.
  var canonicalText: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let text = try? encoder.encode(self) else {
      preconditionFailure("measurement key: strings did not encode as JSON")
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The name of the blob that keeps the measurement.
  var blobName: String {
    let digest = SHA256Digest.of(canonicalText).dropFirst(SHA256Digest.prefix.count)
    return "cache/\(digest).safetensors"
  }
}
