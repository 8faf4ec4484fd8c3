import LacunaProtocols

/// A sketch in a store.
///
/// An archive opened for writing holds the store's lock for as long as a copy of it lives. Whoever
/// reads meanwhile sees the sketch as it was or as it is, never in between: the manifest is
/// replaced as a whole, after the shards that it lists.
public struct SketchArchive: Sendable {
  /// The store that holds the sketch.
  public let store: any SketchStore
  /// What the sketch is and consists of, as of the last look.
  public internal(set) var manifest: SketchManifest
  let lock: (any SketchStoreLock)?

  init(store: any SketchStore, manifest: SketchManifest, lock: (any SketchStoreLock)?) {
    self.store = store
    self.manifest = manifest
    self.lock = lock
  }

  /// The place of the sketch, for messages.
  public var location: String { store.location }

  /// Whether it was opened for writing.
  public var isWritable: Bool { lock != nil }

  /// Opens the sketch in a store.
  ///
  /// - Parameters:
  ///   - store: the place.
  ///   - forWriting: whether to take the store's lock, for ``append(_:)`` and
  ///     ``cacheMeasurement(_:key:)``.
  /// - Returns: the sketch.
  /// - Throws: ``ArchiveError/missing(location:)``, ``ManifestError``, or what the store throws.
  public static func open(
    _ store: any SketchStore,
    forWriting: Bool = false
  ) throws -> SketchArchive {
    let manifest = try readManifest(of: store)
    guard forWriting else { return SketchArchive(store: store, manifest: manifest, lock: nil) }
    let lock = try store.lock()
    // Somebody may have written between the first look and the lock.
    return SketchArchive(store: store, manifest: try readManifest(of: store), lock: lock)
  }

  private static func readManifest(of store: any SketchStore) throws -> SketchManifest {
    guard let bytes = try store.read(SketchFormat.manifest) else {
      throw ArchiveError.missing(location: store.location)
    }
    return try SketchManifest(
      decoding: bytes,
      source: "\(store.location)/\(SketchFormat.manifest)"
    )
  }

  /// Makes sure that the sketch is the one that a manifest asks for, before it is continued.
  ///
  /// - Throws: ``ArchiveError/differs(location:differences:)``, with every field that differs.
  public func requireSame(as requested: SketchManifest) throws(ArchiveError) {
    let differences = requested.differences(from: manifest)
    guard differences.isEmpty else {
      throw .differs(location: location, differences: differences)
    }
  }

  /// Makes sure that the archive may be written to.
  func requireLock() throws(ArchiveError) {
    guard lock != nil else { throw .readOnly(location: location) }
  }
}
