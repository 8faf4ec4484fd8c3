/// A field of the manifest that is one of a few words.
protocol ManifestChoice: RawRepresentable<String>, CaseIterable, Codable {}

extension ManifestChoice {
  /// Reads one of the words.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let choice = Self(rawValue: try container.decode(String.self)) else {
      let words = Self.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
      throw DecodingError.dataCorruptedError(in: container, debugDescription: words)
    }
    self = choice
  }
}

/// How the examples lie in the data file.
public enum DataFormat: String, ManifestChoice, Sendable {
  /// One example a line.
  case lines
  /// One example a row of comma-separated values, after a row of column names.
  case csv
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
