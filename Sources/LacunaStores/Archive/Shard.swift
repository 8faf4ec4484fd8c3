/// The tangents of consecutive directions.
public struct Shard: Equatable, Sendable {
  /// The index of the first direction.
  public let start: Int
  /// The number of directions.
  public let count: Int
  private let contents: Contents

  /// What it is made of.
  private enum Contents: Sendable {
    case tensors([TensorData])
    /// The file that it will be, which is then not made again.
    case file(SafetensorsFile)
  }

  /// One tensor a parameter, of its name and of shape `[count, degree, …shape of the parameter,
  /// 2]`: the coefficients c₁ to c_degree, real and imaginary part last.
  public var tensors: [TensorData] {
    switch contents {
    case .tensors(let tensors): return tensors
    case .file(let file):
      guard let tensors = try? file.tensors() else {
        preconditionFailure("shard: a draft is made of elements that can be read")
      }
      return tensors
    }
  }

  /// The indices of the directions.
  public var range: Range<Int> { start..<(start + count) }

  /// A shard of these tensors, which are put in ascending order of their names.
  ///
  /// - Precondition: start is zero or more, and count one or more.
  public init(start: Int, count: Int, tensors: [TensorData]) {
    self.init(start: start, count: count, .tensors(tensors.sorted { $0.name < $1.name }))
  }

  /// A shard that is a file already.
  init(start: Int, count: Int, file: SafetensorsFile) {
    self.init(start: start, count: count, .file(file))
  }

  private init(start: Int, count: Int, _ contents: Contents) {
    precondition(start >= 0 && count >= 1, "shard: start \(start), count \(count)")
    self.start = start
    self.count = count
    self.contents = contents
  }

  /// Whether two shards are of the same directions and hold the same tensors.
  public static func == (left: Shard, right: Shard) -> Bool {
    left.range == right.range && left.tensors == right.tensors
  }

  /// The name of the blob that holds it.
  public var blobName: String { Self.blobName(range) }

  /// The name of the blob that holds some directions.
  static func blobName(_ range: Range<Int>) -> String {
    "shards/\(padded(range.lowerBound))-\(padded(range.count)).safetensors"
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  /// What the file says of itself beside its tensors.
  func metadata(_ expansion: SketchManifest.Expansion) -> [String: String] {
    Self.metadata(range, expansion)
  }

  /// What the file of some directions says of itself beside its tensors.
  static func metadata(
    _ range: Range<Int>,
    _ expansion: SketchManifest.Expansion
  ) -> [String: String] {
    [
      "format": SketchFormat.shard, "start": "\(range.lowerBound)", "count": "\(range.count)",
      "degree": "\(expansion.degree)", "seed": "\(expansion.seed)",
    ]
  }

  /// The bytes of the file.
  func bytes(_ expansion: SketchManifest.Expansion) -> [UInt8] {
    let metadata = metadata(expansion)
    if case .file(let file) = contents, file.metadata == metadata { return file.bytes }
    return Safetensors.serialize(tensors, metadata: metadata)
  }

  /// What the tensors are, in ascending order of their names.
  private var outlines: [TensorOutline] {
    switch contents {
    case .tensors(let tensors): tensors.map(\.outline)
    case .file(let file): file.outlines
    }
  }

  /// Checks the tensors against the parameters of a manifest.
  ///
  /// - Throws: ``ArchiveError/wrongContents(blob:field:found:expected:)``.
  func check(against manifest: SketchManifest) throws(ArchiveError) {
    try Self.check(
      outlines.map { ($0.name, $0.dtype, $0.shape) },
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
