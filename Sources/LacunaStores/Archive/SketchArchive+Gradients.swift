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

extension SketchArchive {
  /// The gradients that a store has, by the names of their blobs.
  public struct GradientSummary: Codable, Equatable, Sendable {
    /// Series of one degree.
    public struct Series: Codable, Equatable, Sendable {
      /// The degree of the measurement that they reach.
      public var degree: Int
      /// How many measured queries have some.
      public var queries: Int
      /// The most directions that one of them has.
      public var directions: Int
    }

    /// How many measured queries have an exact gradient.
    public var queries: Int
    /// The series along directions, by degree.
    public var series: [Series]
  }

  /// What gradients there are; nil where there are none.
  ///
  /// - Throws: what the store throws.
  public func gradientSummary() throws -> GradientSummary? {
    var exact = 0
    var directions: [Int: [String: Int]] = [:]
    for blob in try store.list() where blob.hasPrefix(SketchFormat.gradients) {
      let name = blob.dropFirst(SketchFormat.gradients.count).prefix { $0 != "." }
      let parts = name.split(separator: "-").map(String.init)
      let numbers = parts.dropFirst().compactMap { Int($0) }
      if parts.count == 1 { exact += 1 }
      guard numbers.count == 3, parts.count == 4 else { continue }
      directions[numbers[0], default: [:]][parts[0], default: 0] += numbers[2]
    }
    guard exact > 0 || !directions.isEmpty else { return nil }
    return GradientSummary(
      queries: exact,
      series: directions.sorted { $0.key < $1.key }.map {
        .init(degree: $0.key, queries: $0.value.count, directions: $0.value.values.max() ?? 0)
      }
    )
  }
}
