import LacunaProtocols

/// A field of the manifest that is one of a few words.
protocol ManifestChoice: RawRepresentable<String>, CaseIterable, Codable {}

extension ManifestChoice {
  /// Reads one of the words.
  public init(from decoder: any Decoder) throws {
    self = try choice(from: decoder.singleValueContainer())
  }
}

extension KeyedDecodingContainer {
  /// Reads the format of the data, declared elsewhere, with the message of the other choices.
  ///
  /// The decoding that the compiler writes for the manifest's parts prefers this to the general
  /// one.
  func decode(_ type: DataFormat.Type, forKey key: Key) throws -> DataFormat {
    try choice(from: superDecoder(forKey: key).singleValueContainer())
  }
}

/// Reads one of a few words; when it is none of them, the error names them all.
private func choice<Choice: RawRepresentable<String> & CaseIterable>(
  from container: any SingleValueDecodingContainer
) throws -> Choice {
  guard let choice = Choice(rawValue: try container.decode(String.self)) else {
    let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
    throw DecodingError.dataCorruptedError(in: container, debugDescription: words)
  }
  return choice
}

/// How the directions are distributed.
public enum DirectionDistribution: String, ManifestChoice, Sendable {
  /// Uniform on the unit sphere of ℂⁿ.
  case complexSphere = "complex-sphere"
  /// Whatever the file `directions.safetensors` holds.
  case file
}

/// What makes the directions.
public enum DirectionGenerator: String, ManifestChoice, Sendable {
  /// The counter-based generator Philox4x32-10, made Gaussian by Box–Muller.
  case philoxBoxMuller = "philox4x32-10/box-muller"
  /// The file `directions.safetensors`.
  case file
}

/// The precision that the tangents were computed and are stored in.
public enum SketchPrecision: String, ManifestChoice, Sendable {
  /// 64-bit floating point.
  case f64
  /// 32-bit floating point.
  case f32

  /// The element type of the stored tangents.
  public var element: TensorElement {
    switch self {
    case .f64: .f64
    case .f32: .f32
    }
  }
}
