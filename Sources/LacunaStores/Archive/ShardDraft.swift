/// A shard that is filled block by block, in the bytes of the file that it will be.
public struct ShardDraft: Sendable {
  /// The indices of the directions.
  public let range: Range<Int>
  private var draft: SafetensorsDraft
  private let name: String

  /// A shard of zeros.
  ///
  /// - Parameters:
  ///   - range: the directions.
  ///   - parameters: the trained tensors.
  ///   - expansion: degree, precision and seed.
  public init(
    _ range: Range<Int>,
    parameters: [SketchManifest.Parameter],
    expansion: SketchManifest.Expansion
  ) {
    self.range = range
    name = Shard.blobName(range)
    draft = SafetensorsDraft(
      Self.outlines(range.count, parameters, expansion),
      metadata: Shard.metadata(range, expansion)
    )
  }

  /// The bytes of the file of such a shard.
  public static func size(
    _ range: Range<Int>,
    parameters: [SketchManifest.Parameter],
    expansion: SketchManifest.Expansion
  ) -> Int {
    SafetensorsDraft.size(
      outlines(range.count, parameters, expansion),
      metadata: Shard.metadata(range, expansion)
    )
  }

  private static func outlines(
    _ count: Int,
    _ parameters: [SketchManifest.Parameter],
    _ expansion: SketchManifest.Expansion
  ) -> [TensorOutline] {
    parameters.map {
      TensorOutline(
        name: $0.name,
        dtype: expansion.precision.element,
        shape: [count, expansion.degree] + $0.shape + [2]
      )
    }
  }

  /// Writes the tangents of consecutive directions.
  ///
  /// - Parameters:
  ///   - directions: some of the shard's.
  ///   - parameter: the tensor.
  ///   - body: is given their bytes, `[directions, degree, …shape, 2]`.
  public mutating func withRows(
    _ directions: Range<Int>,
    of parameter: String,
    _ body: (UnsafeMutableRawBufferPointer) -> Void
  ) {
    precondition(
      range.lowerBound <= directions.lowerBound && directions.upperBound <= range.upperBound,
      "shard: rows \(directions) of \(range)"
    )
    draft.withBytes(of: parameter) { bytes in
      let row = bytes.count / range.count
      let start = (directions.lowerBound - range.lowerBound) * row
      body(UnsafeMutableRawBufferPointer(rebasing: bytes[start..<(start + directions.count * row)]))
    }
  }

  /// The shard.
  public consuming func finished() -> Shard {
    Shard(start: range.lowerBound, count: range.count, file: draft.finished(source: name))
  }
}
