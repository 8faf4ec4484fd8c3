import LacunaProtocols

extension SketchArchive {
  /// The coefficients that a measurement had on a shard, if they have been cached.
  ///
  /// A cached blob that is damaged, or of another key, counts as absent: it can be computed again.
  ///
  /// - Returns: a tensor `coefficients` of the shape that was cached, or nil.
  /// - Throws: what the store throws.
  public func cachedMeasurement(key: MeasurementKey) throws -> TensorData? {
    guard let bytes = try store.read(key.blobName),
      let file = try? Safetensors.parse(bytes, source: path(key.blobName)),
      file.names == [SketchFormat.coefficientsTensor],
      let coefficients = try? file.tensor(SketchFormat.coefficientsTensor),
      file.metadata == Self.metadata(of: coefficients, key: key)
    else { return nil }
    return coefficients
  }

  /// Caches the coefficients that a measurement has on a shard, under whatever name they come.
  ///
  /// - Throws: ``ArchiveError/readOnly(location:)``, or what the store throws.
  public func cacheMeasurement(_ coefficients: TensorData, key: MeasurementKey) throws {
    try requireLock()
    let bytes = Safetensors.serialize(
      [coefficients.renamed(SketchFormat.coefficientsTensor)],
      metadata: Self.metadata(of: coefficients, key: key)
    )
    try store.write(key.blobName, bytes)
  }

  private static func metadata(
    of coefficients: TensorData,
    key: MeasurementKey
  ) -> [String: String] {
    let heading = "\(coefficients.dtype.rawValue) \(coefficients.shape)\n"
    return [
      "format": SketchFormat.measurement, "key": key.canonicalText,
      "digest": SHA256Digest.of(heading: heading, coefficients.bytes),
    ]
  }
}
