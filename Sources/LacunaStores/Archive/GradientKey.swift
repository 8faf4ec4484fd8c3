/// What a stored gradient was computed from: when any of it changes, so does the key.
public struct GradientKey: Codable, Equatable, Sendable {
  /// The name of the measurement.
  public let measurement: String
  /// The digest of the measurement's program.
  public let programDigest: String
  /// The digest of the query.
  public let queryDigest: String
  /// The digest of all that the training run and the directions follow from.
  public let runDigest: String

  /// A key of these parts.
  public init(measurement: String, programDigest: String, queryDigest: String, runDigest: String) {
    self.measurement = measurement
    self.programDigest = programDigest
    self.queryDigest = queryDigest
    self.runDigest = runDigest
  }

  /// What of the gradient a blob holds.
  public enum Part: Hashable, Sendable {
    /// The gradient itself.
    case gradient
    /// Its series along some directions, up to a degree of f.
    case jets(degree: Int, directions: Range<Int>)
  }

  private var digest: Substring {
    SHA256Digest.of([measurement, programDigest, queryDigest, runDigest].joined(separator: "\n"))
      .dropFirst(SHA256Digest.prefix.count)
  }

  /// The name of the blob of a part.
  func blobName(_ part: Part) -> String {
    switch part {
    case .gradient: "\(SketchFormat.gradients)\(digest).safetensors"
    case .jets(let degree, let range):
      "\(SketchFormat.gradients)\(digest)-\(degree)-\(range.lowerBound)-\(range.count).safetensors"
    }
  }

  /// The part that a blob of this name holds; nil when it is not of this key.
  func part(of blob: String) -> Part? {
    let stem = "\(SketchFormat.gradients)\(digest)"
    guard blob.hasPrefix(stem), blob.hasSuffix(".safetensors") else { return nil }
    let rest = blob.dropFirst(stem.count).dropLast(".safetensors".count)
    if rest.isEmpty { return .gradient }
    let numbers = rest.split(separator: "-").compactMap { Int($0) }
    guard numbers.count == 3, numbers[0] >= 2, numbers[1] >= 0, numbers[2] >= 1 else { return nil }
    let (end, overflow) = numbers[1].addingReportingOverflow(numbers[2])
    guard !overflow else { return nil }
    return .jets(degree: numbers[0], directions: numbers[1]..<end)
  }

  /// What the metadata of a blob says.
  func metadata(_ part: Part, _ tensor: TensorData) -> [String: String] {
    let heading = "\(tensor.dtype.rawValue) \(tensor.shape)\n"
    var metadata = [
      "format": SketchFormat.gradientFile, "measurement": measurement,
      "program": programDigest, "query": queryDigest, "run": runDigest,
      "digest": SHA256Digest.of(heading: heading, tensor.bytes),
    ]
    if case .jets(let degree, let range) = part {
      metadata["degree"] = "\(degree)"
      metadata["directions"] = "\(range.lowerBound)-\(range.upperBound - 1)"
    }
    return metadata
  }
}
