import LacunaProtocols

extension SketchArchive {
  /// The state after training on all examples: c₀ of every jet, in ascending order of the tensors'
  /// names.
  ///
  /// - Throws: ``ArchiveError`` when it is missing or damaged, or what the store throws.
  public func baseState() throws -> [TensorData] {
    let bytes = try verified(SketchFormat.base, digest: manifest.baseStateDigest)
    return try Safetensors.parse(bytes, source: path(SketchFormat.base)).tensors()
  }

  /// The text of a program that the sketch was made with.
  ///
  /// - Throws: ``ArchiveError`` when there is none of that name, or it is missing or damaged, or
  ///   what the store throws.
  public func program(named name: String) throws -> String {
    guard let program = manifest.programs.first(where: { $0.name == name }) else {
      throw ArchiveError.noSuchProgram(
        location: location,
        name: name,
        present: manifest.programs.map(\.name)
      )
    }
    let bytes = try verified(SketchFormat.program(name), digest: program.digest)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The directions, of shape `[K, units, 2]`, where a file gives them; nil where they are
  /// generated.
  ///
  /// - Throws: ``ArchiveError`` when they are missing or damaged, or what the store throws.
  public func directions() throws -> TensorData? {
    guard let digest = manifest.expansion.directionsDigest else { return nil }
    let bytes = try verified(SketchFormat.directions, digest: digest)
    return try Safetensors.parse(bytes, source: path(SketchFormat.directions))
      .tensor(SketchFormat.directionsTensor)
  }

  /// The state that training began with, where it was given as a file; nil where it was drawn.
  ///
  /// - Throws: ``ArchiveError`` when it is missing or damaged, or what the store throws.
  public func initialState() throws -> [TensorData]? {
    guard let digest = manifest.training.initialStateDigest else { return nil }
    let bytes = try verified(SketchFormat.initial, digest: digest)
    return try Safetensors.parse(bytes, source: path(SketchFormat.initial)).tensors()
  }

  /// The units of the examples; nil where each is its own.
  ///
  /// - Throws: ``ArchiveError`` when they are missing or damaged, or what the store throws.
  public func units() throws -> UnitAssignment? {
    guard let digest = manifest.data.grouping?.digest else { return nil }
    return try UnitAssignment(verified(SketchFormat.units, digest: digest), manifest)
  }

  /// The weights of the examples that the jets are expanded about; nil where they are all 1.
  ///
  /// - Throws: ``ArchiveError`` when they are missing or damaged, or what the store throws.
  public func baseWeights() throws -> [Double]? {
    guard let digest = manifest.data.baseWeights?.digest else { return nil }
    let bytes = try verified(SketchFormat.weights, digest: digest)
    let weights = try Safetensors.parse(bytes, source: path(SketchFormat.weights))
      .tensor(SketchFormat.weightsTensor)
    try Self.checkWeights(weights, against: manifest)
    return try weights.doubles()
  }

  /// The place of a blob, for messages.
  func path(_ blob: String) -> String { "\(location)/\(blob)" }

  /// The bytes of a blob that all shards rest on, after their digest has been checked.
  private func verified(_ blob: String, digest: String) throws -> [UInt8] {
    guard let bytes = try store.read(blob) else {
      throw ArchiveError.missingBlob(location: location, blob: blob, remedy: .recomputeSketch)
    }
    let found = SHA256Digest.of(bytes)
    guard found == digest else {
      throw ArchiveError.wrongDigest(
        location: location,
        blob: blob,
        found: found,
        expected: digest,
        remedy: .recomputeSketch
      )
    }
    return bytes
  }
}
