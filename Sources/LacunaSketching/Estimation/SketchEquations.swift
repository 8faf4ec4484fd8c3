import LacunaStores

/// Equations that were taken apart, kept in the cache of a sketch: they depend on its directions alone.
struct SketchEquations: TermEquationsCache {
  private let archive: SketchArchive
  private let identity: String
  private let directions: String

  /// The cache of a sketch for some of its directions.
  init(_ sketch: OpenSketch, directions: [Int]) {
    archive = sketch.archive
    let manifest = archive.manifest
    let expansion = manifest.expansion
    identity = SHA256Digest.of(
      "\(expansion.distribution) \(expansion.generator) \(expansion.seed) "
        + "\(expansion.directionsDigest ?? "") \(manifest.data.units)"
    )
    self.directions = SHA256Digest.of(directions.map(String.init).joined(separator: ","))
  }

  private func key(_ degree: Int, _ order: Int) -> MeasurementKey {
    MeasurementKey(
      measurement: "equations of degree \(degree), order \(order)",
      programDigest: identity,
      queryDigest: "",
      shardDigest: directions
    )
  }

  func eigen(degree: Int, order: Int) -> SymmetricEigen? {
    guard let tensor = try? archive.cachedMeasurement(key: key(degree, order)),
      tensor.shape == [order + 1, order], let numbers = try? tensor.doubles()
    else { return nil }
    return SymmetricEigen(
      order: order,
      values: Array(numbers.prefix(order)),
      vectors: Array(numbers.dropFirst(order))
    )
  }

  func keep(_ eigen: SymmetricEigen, degree: Int) {
    guard archive.isWritable,
      let tensor = try? TensorData(
        name: "coefficients",
        shape: [eigen.order + 1, eigen.order],
        eigen.values + eigen.vectors
      )
    else { return }
    try? archive.cacheMeasurement(tensor, key: key(degree, eigen.order))
  }
}
