import LacunaProtocols

extension SketchArchive {
  /// Begins a sketch, without shards yet, in a store that is empty or that an interrupted creation
  /// has left.
  ///
  /// The manifest is written last: until then there is no sketch.
  ///
  /// - Parameters:
  ///   - store: the place.
  ///   - manifest: what the sketch is; its digests and programs are filled in, its shards must be
  ///     none.
  ///   - baseState: the state after training on all examples, c₀ of every jet.
  ///   - programs: the programs by name, in text form.
  ///   - directions: the directions, of shape `[K, units, 2]`, when the distribution is a file.
  ///   - initialState: the state that training began with, when it was given as a file.
  ///   - units: the units of the examples, when each is not its own.
  ///   - baseWeights: the weights that the jets are expanded about, of shape `[examples]`, when they are not
  ///     all 1.
  /// - Returns: the sketch, open for writing.
  /// - Throws: ``ArchiveError``, ``ManifestError``, or what the store throws.
  @discardableResult
  public static func create(
    in store: any SketchStore,
    manifest: SketchManifest,
    baseState: [TensorData],
    programs: [(name: String, text: String)],
    directions: TensorData? = nil,
    initialState: [TensorData]? = nil,
    units: UnitAssignment? = nil,
    baseWeights: TensorData? = nil
  ) throws -> SketchArchive {
    precondition(manifest.shards.isEmpty, "a new sketch has no shards; append them")
    try check(baseState, against: manifest)
    try check(directions, against: manifest)
    try check(units, baseWeights, against: manifest)
    let manifest = manifest.completed(
      baseState: baseState,
      programs: programs,
      directions: directions,
      initialState: initialState,
      units: units,
      baseWeights: baseWeights
    )
    let encoded = try manifest.encoded(
      source: "\(store.location)/\(SketchFormat.manifest)"
    )

    _ = try leftovers(in: store)
    let lock = try store.lock()
    for blob in try leftovers(in: store) where blob != SketchFormat.base { try store.remove(blob) }
    try store.write(SketchFormat.base, SketchFormat.baseBlob(baseState))
    for program in programs {
      try store.write(SketchFormat.program(program.name), Array(program.text.utf8))
    }
    if let directions {
      try store.write(SketchFormat.directions, SketchFormat.directionsBlob(directions))
    }
    if let initialState {
      try store.write(SketchFormat.initial, SketchFormat.initialBlob(initialState))
    }
    if let units { try store.write(SketchFormat.units, units.bytes) }
    if let baseWeights {
      try store.write(SketchFormat.weights, SketchFormat.weightsBlob(baseWeights))
    }
    try store.write(SketchFormat.manifest, encoded)
    return SketchArchive(store: store, manifest: manifest, lock: lock)
  }

  /// Makes sure that a sketch can be begun in a store: that there is nothing, or what an interrupted
  /// creation has left.
  ///
  /// - Throws: ``ArchiveError`` when the store holds anything else.
  public static func requireVacant(_ store: any SketchStore) throws {
    _ = try leftovers(in: store)
  }

  /// What an interrupted creation has left in a store.
  ///
  /// - Throws: ``ArchiveError`` when the store holds anything else.
  private static func leftovers(in store: any SketchStore) throws -> [String] {
    guard try store.exists() else { return [] }
    let blobs = try store.list()
    guard !blobs.contains(SketchFormat.manifest) else {
      throw ArchiveError.alreadyExists(location: store.location)
    }
    guard let first = blobs.first else { return [] }
    // The base state is the first that a creation writes: without one of ours, the rest is not
    // ours.
    guard try isBaseState(in: store) else {
      throw ArchiveError.occupied(location: store.location, blob: first)
    }
    let ours = [
      SketchFormat.base, SketchFormat.directions, SketchFormat.initial, SketchFormat.units,
      SketchFormat.weights,
    ]
    for blob in blobs where !ours.contains(blob) {
      guard blob.hasPrefix(SketchFormat.programs) else {
        throw ArchiveError.occupied(location: store.location, blob: blob)
      }
    }
    return blobs
  }

  private static func isBaseState(in store: any SketchStore) throws -> Bool {
    guard let bytes = try store.read(SketchFormat.base),
      let file = try? Safetensors.parse(bytes, source: SketchFormat.base)
    else { return false }
    return file.metadata["format"] == SketchFormat.baseState
  }

  private static func check(
    _ baseState: [TensorData],
    against manifest: SketchManifest
  ) throws(ArchiveError) {
    for parameter in manifest.parameters {
      let found = baseState.first { $0.name == parameter.name }
      guard found?.shape == parameter.shape else {
        throw .wrongContents(
          blob: SketchFormat.base,
          field: "shape of '\(parameter.name)'",
          found: found.map { "\($0.shape)" } ?? "no such tensor",
          expected: "\(parameter.shape)"
        )
      }
    }
  }

  private static func check(
    _ directions: TensorData?,
    against manifest: SketchManifest
  ) throws(ArchiveError) {
    guard (directions != nil) == (manifest.expansion.distribution == .file) else {
      throw .wrongContents(
        blob: SketchFormat.directions,
        field: "tensor '\(SketchFormat.directionsTensor)'",
        found: directions == nil ? "none" : "one",
        expected: directions == nil ? "one" : "none"
      )
    }
    guard let directions else { return }
    let shape = directions.shape
    guard shape.count == 3, shape[1] == manifest.data.units, shape[2] == 2 else {
      throw .wrongContents(
        blob: SketchFormat.directions,
        field: "shape of '\(SketchFormat.directionsTensor)'",
        found: "\(shape)",
        expected: "[K, \(manifest.data.units), 2]"
      )
    }
  }

  /// Units and weights are there exactly when the manifest speaks of them, and are of its examples.
  private static func check(
    _ units: UnitAssignment?,
    _ baseWeights: TensorData?,
    against manifest: SketchManifest
  ) throws(ArchiveError) {
    let given = [
      (SketchFormat.units, units != nil, manifest.data.grouping != nil),
      (SketchFormat.weights, baseWeights != nil, manifest.data.baseWeights != nil),
    ]
    for (blob, isThere, isExpected) in given where isThere != isExpected {
      throw .wrongContents(
        blob: blob,
        field: "the file",
        found: isThere ? "contents" : "nothing",
        expected: isExpected ? "contents" : "nothing"
      )
    }
    try units?.check(against: manifest)
    if let baseWeights { try checkWeights(baseWeights, against: manifest) }
  }

  /// One real weight for each example.
  static func checkWeights(
    _ weights: TensorData,
    against manifest: SketchManifest
  ) throws(ArchiveError) {
    guard weights.shape == [manifest.data.examples], weights.dtype == .f64 else {
      throw .wrongContents(
        blob: SketchFormat.weights,
        field: "tensor '\(SketchFormat.weightsTensor)'",
        found: "\(weights.dtype) of shape \(weights.shape)",
        expected: "F64 of shape [\(manifest.data.examples)]"
      )
    }
    let numbers = (try? weights.doubles()) ?? []
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      throw .wrongContents(
        blob: SketchFormat.weights,
        field: "the weight of example \(index)",
        found: "\(numbers[index])",
        expected: "a finite number"
      )
    }
  }
}
