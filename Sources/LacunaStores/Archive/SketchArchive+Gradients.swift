import LacunaProtocols

/// Gradients of measurements, which lie beside the shards and are listed nowhere: each says itself what it is.
extension SketchArchive {
  /// The parts of a gradient that the store has, whole or not.
  ///
  /// - Throws: what the store throws.
  public func gradientParts(_ key: GradientKey) throws -> [GradientKey.Part] {
    try store.list().compactMap { key.part(of: $0) }
  }

  /// A part of a gradient, if it was kept.
  ///
  /// A blob that is damaged, or of another key, counts as absent: it can be computed again.
  ///
  /// - Returns: a tensor of the shape that was kept, or nil.
  /// - Throws: what the store throws.
  public func gradient(_ key: GradientKey, _ part: GradientKey.Part) throws -> TensorData? {
    let name = key.blobName(part)
    guard let bytes = try store.read(name),
      let file = try? Safetensors.parse(bytes, source: path(name)),
      file.names == [SketchFormat.gradientTensor],
      let tensor = try? file.tensor(SketchFormat.gradientTensor),
      file.metadata == key.metadata(part, tensor)
    else { return nil }
    return tensor
  }

  /// Keeps a part of a gradient, under whatever name it comes.
  ///
  /// - Throws: ``ArchiveError/readOnly(location:)``, or what the store throws.
  public func keepGradient(
    _ tensor: TensorData,
    _ key: GradientKey,
    _ part: GradientKey.Part
  ) throws {
    try requireLock()
    let named = tensor.renamed(SketchFormat.gradientTensor)
    try store.write(
      key.blobName(part),
      Safetensors.serialize([named], metadata: key.metadata(part, named))
    )
  }
}
