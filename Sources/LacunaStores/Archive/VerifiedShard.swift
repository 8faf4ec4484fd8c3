/// A shard as it was read: verified, with its tensors where they lie in the file.
///
/// A ``Shard`` holds a copy of each tensor instead.
public struct VerifiedShard: Sendable {
  /// The index of the first direction.
  public let start: Int
  /// The number of directions.
  public let count: Int
  let file: SafetensorsFile

  /// The indices of the directions.
  public var range: Range<Int> { start..<(start + count) }

  /// Lends the tangents of some parameters, each `[count, degree, …shape of the parameter, 2]` in the
  /// precision of the sketch, little endian and aligned to nothing.
  ///
  /// - Parameters:
  ///   - names: of the parameters.
  ///   - body: what is done with their bytes, which are none for a name that the sketch does not have.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  public func withTangents<Result>(
    of names: [String],
    _ body: ([UnsafeRawBufferPointer]) throws -> Result
  ) rethrows -> Result {
    try file.withTensors(names, body)
  }
}
