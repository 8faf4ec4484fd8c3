import LacunaStores
import Synchronization

/// A sketch that is measured again and again: what was read of it and verified stays in memory.
///
/// A new measurement or query then costs its own work alone.
public final class OpenSketch: Sendable {
  /// The sketch.
  public let archive: SketchArchive
  /// The bytes of shards that are kept; the others are read and verified each time.
  public let bytesKept: Int
  private let kept = Mutex<[String: VerifiedShard]>([:])
  private let base = Mutex<[String: [Double]]?>(nil)

  /// A sketch to be measured.
  ///
  /// - Parameters:
  ///   - archive: the sketch.
  ///   - bytesKept: how many bytes of its shards may stay in memory.
  public init(_ archive: SketchArchive, bytesKept: Int = 1 << 30) {
    self.archive = archive
    self.bytesKept = bytesKept
  }

  /// Reads and verifies the base state, and as many shards as may be kept, before they are asked for.
  ///
  /// - Throws: an error of the archive for a shard that is not whole.
  public func load(threads: Int) throws {
    _ = try baseState()
    var bytes = 0
    let entries = archive.manifest.shards.prefix { entry in
      bytes += entry.bytes
      return bytes <= bytesKept
    }
    _ = try shards(Array(entries), threads: threads)
  }

  /// The parameters of the undeleted model, by name.
  func baseState() throws -> [String: [Double]] {
    if let known = base.withLock({ $0 }) { return known }
    var found: [String: [Double]] = [:]
    for tensor in try archive.baseState() { found[tensor.name] = try tensor.doubles() }
    base.withLock { $0 = found }
    return found
  }

  /// Whether a shard need not be read any more.
  func holds(_ entry: ShardEntry) -> Bool {
    kept.withLock { $0[entry.digest] != nil }
  }

  /// Some shards, read and verified by several threads where they are not kept.
  func shards(_ entries: [ShardEntry], threads: Int) throws -> [VerifiedShard] {
    let found = Mutex([VerifiedShard?](repeating: nil, count: entries.count))
    try Parallel.forEach(entries.count, threads: threads) {
      ()
    } body: { _, index in
      let shard = try shard(entries[index])
      found.withLock { $0[index] = shard }
    }
    return found.withLock { $0.compactMap { $0 } }
  }

  private func shard(_ entry: ShardEntry) throws -> VerifiedShard {
    if let known = kept.withLock({ $0[entry.digest] }) { return known }
    let read = try archive.verifiedShard(entry)
    let sizes = archive.manifest.shards
    kept.withLock { kept in
      let bytes = sizes.reduce(0) { $0 + (kept[$1.digest] == nil ? 0 : $1.bytes) }
      if bytes + entry.bytes <= bytesKept { kept[entry.digest] = read }
    }
    return read
  }
}
