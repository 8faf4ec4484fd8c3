import LacunaProtocols

extension SketchArchive {
  /// Adds a shard: writes it, then replaces the manifest by one that lists it.
  ///
  /// A listed shard of some of the same directions whose blob is gone is taken off the list.
  ///
  /// - Returns: the entry that the manifest lists it under.
  /// - Throws: ``ArchiveError`` when the shard does not go with the manifest or holds directions
  ///   that are there already, or what the store throws; the sketch is then as it was.
  @discardableResult
  public mutating func append(_ shard: Shard) throws -> ShardEntry {
    try requireLock()
    try shard.check(against: manifest)
    let present = Set(try store.list())
    let overlapping = manifest.shards.filter { $0.range.overlaps(shard.range) }
    if let entry = overlapping.first(where: { present.contains($0.name) }) {
      throw ArchiveError.overlap(location: location, found: shard.range, present: entry.name)
    }
    let bytes = shard.bytes(manifest.expansion)
    let entry = ShardEntry(
      name: shard.blobName,
      start: shard.start,
      count: shard.count,
      digest: SHA256Digest.of(bytes),
      bytes: bytes.count
    )
    var extended = manifest
    extended.shards.removeAll { $0.range.overlaps(shard.range) }
    extended.shards.append(entry)
    extended.shards.sort { $0.start < $1.start }
    let encoded = try extended.encoded(source: path(SketchFormat.manifest))
    try store.write(entry.name, bytes)
    try store.write(SketchFormat.manifest, encoded)
    manifest = extended
    return entry
  }

  /// Sets the degree of the jets of a sketch that has none yet.
  ///
  /// - Throws: ``ArchiveError/readOnly(location:)``, or what the store throws.
  public mutating func setDegree(_ degree: Int) throws {
    guard manifest.shards.isEmpty, degree != manifest.expansion.degree else { return }
    try requireLock()
    var changed = manifest
    changed.expansion.degree = degree
    try store.write(
      SketchFormat.manifest,
      changed.encoded(source: path(SketchFormat.manifest))
    )
    manifest = changed
  }

  /// Reads a shard that the manifest lists, and checks it against the manifest.
  ///
  /// - Throws: ``ArchiveError`` when it is missing, damaged or of another sketch, or what the store
  ///   throws.
  public func shard(_ entry: ShardEntry) throws -> Shard {
    let file = try verifiedShard(entry).file
    return Shard(start: entry.start, count: entry.count, tensors: try file.tensors())
  }

  /// Reads a shard that the manifest lists, checks size, digest, header and shapes, and leaves its
  /// tensors where they lie in the file.
  ///
  /// - Throws: ``ArchiveError`` when it is missing, damaged or of another sketch, or what the store
  ///   throws.
  public func verifiedShard(_ entry: ShardEntry) throws -> VerifiedShard {
    guard let bytes = try store.read(entry.name) else {
      throw ArchiveError.missingBlob(
        location: location,
        blob: entry.name,
        remedy: .recomputeShard
      )
    }
    guard bytes.count == entry.bytes else {
      throw ArchiveError.wrongSize(
        location: location,
        blob: entry.name,
        found: bytes.count,
        expected: entry.bytes,
        remedy: .recomputeShard
      )
    }
    let digest = SHA256Digest.of(bytes)
    guard digest == entry.digest else {
      throw ArchiveError.wrongDigest(
        location: location,
        blob: entry.name,
        found: digest,
        expected: entry.digest,
        remedy: .recomputeShard
      )
    }
    let file = try Safetensors.parse(bytes, source: path(entry.name))
    try Shard.check(
      file.names.map { name in
        let type = try file.type(of: name)
        return (name, type.dtype, type.shape)
      },
      of: entry.count,
      blob: entry.name,
      against: manifest
    )
    for (field, expected) in Shard.metadata(entry.range, manifest.expansion)
      .sorted(by: { $0.key < $1.key })
    where file.metadata[field] != expected {
      throw ArchiveError.wrongContents(
        blob: entry.name,
        field: "metadata field '\(field)'",
        found: file.metadata[field] ?? "nothing",
        expected: expected
      )
    }
    return VerifiedShard(start: entry.start, count: entry.count, file: file)
  }

  /// The directions below a number that the sketch does not have: not listed, or listed and gone.
  ///
  /// - Throws: what the store throws.
  public func missingRanges(upTo directions: Int) throws -> [Range<Int>] {
    let present = Set(try store.list())
    var missing: [Range<Int>] = []
    var next = 0
    for entry in manifest.shards.sorted(by: { $0.start < $1.start })
    where present.contains(entry.name) {
      let start = min(entry.start, directions)
      if next < start { missing.append(next..<start) }
      next = max(next, entry.range.upperBound)
    }
    if next < directions { missing.append(next..<directions) }
    return missing
  }
}
