/// The tangents of consecutive directions.
public struct Shard: Equatable, Sendable {
  /// The index of the first direction.
  public let start: Int
  /// The number of directions.
  public let count: Int
  /// One tensor a parameter, of its name and of shape `[count, degree, …shape of the parameter,
  /// 2]`: the coefficients c₁ to c_degree, real and imaginary part last.
  public let tensors: [TensorData]

  /// The indices of the directions.
  public var range: Range<Int> { start..<(start + count) }

  /// A shard of these tensors, which are put in ascending order of their names.
  ///
  /// - Precondition: start is zero or more, and count one or more.
  public init(start: Int, count: Int, tensors: [TensorData]) {
    precondition(start >= 0 && count >= 1, "shard: start \(start), count \(count)")
    self.start = start
    self.count = count
    self.tensors = tensors.sorted { $0.name < $1.name }
  }

  /// The name of the blob that holds it.
  public var blobName: String {
    "shards/\(Self.padded(start))-\(Self.padded(count)).safetensors"
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  /// What the file says of itself beside its tensors.
  func metadata(_ expansion: SketchManifest.Expansion) -> [String: String] {
    Self.metadata(range, expansion)
  }

  /// What the file of these directions says of itself beside its tensors.
  static func metadata(
    _ range: Range<Int>,
    _ expansion: SketchManifest.Expansion
  ) -> [String: String] {
    [
      "format": SketchFormat.shard, "start": "\(range.lowerBound)", "count": "\(range.count)",
      "degree": "\(expansion.degree)", "seed": "\(expansion.seed)",
    ]
  }

  /// Checks the tensors against the parameters of a manifest.
  ///
  /// - Throws: ``ArchiveError/wrongContents(blob:field:found:expected:)``.
  func check(against manifest: SketchManifest) throws(ArchiveError) {
    try Self.check(
      tensors.map { ($0.name, $0.dtype, $0.shape) },
      of: count,
      blob: blobName,
      against: manifest
    )
  }

  /// Checks tensors, in ascending order of their names, against the parameters of a manifest.
  ///
  /// - Throws: ``ArchiveError/wrongContents(blob:field:found:expected:)``.
  static func check(
    _ tensors: [(name: String, dtype: TensorElement, shape: [Int])],
    of count: Int,
    blob: String,
    against manifest: SketchManifest
  ) throws(ArchiveError) {
    let expansion = manifest.expansion
    let expected = manifest.parameters.map(\.name).sorted()
    guard tensors.map(\.name) == expected else {
      throw .wrongContents(
        blob: blob,
        field: "tensors",
        found: tensors.map(\.name).joined(separator: ", "),
        expected: expected.joined(separator: ", ")
      )
    }
    let parameters = manifest.parameters.sorted { $0.name < $1.name }
    for (tensor, parameter) in zip(tensors, parameters) {
      let element = expansion.precision.element
      guard tensor.dtype == element else {
        throw .wrongContents(
          blob: blob,
          field: "dtype of '\(tensor.name)'",
          found: tensor.dtype.rawValue,
          expected: element.rawValue
        )
      }
      let shape = [count, expansion.degree] + parameter.shape + [2]
      guard tensor.shape == shape else {
        throw .wrongContents(
          blob: blob,
          field: "shape of '\(tensor.name)'",
          found: "\(tensor.shape)",
          expected: "\(shape)"
        )
      }
    }
  }
}
