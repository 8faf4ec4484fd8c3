/// A place that keeps the named blobs of a sketch: a directory, a database, an object store.
///
/// A store knows nothing of sketches. The format (manifest, shards, cached measurements) is written
/// over these few operations by `LacunaStores`, so that every store gives the same guarantees: a blob
/// is either whole or absent.
///
/// Names are paths of one or two components separated by `/`, of the characters `a–z A–Z 0–9 . _ -`;
/// no component begins with a dot.
public protocol SketchStore: Sendable {
  /// Where the store is, as a person would name it in a message.
  var location: String { get }

  /// Whether anything has been stored here.
  ///
  /// - Throws: a ``LacunaError`` when the place cannot be looked at.
  func exists() throws -> Bool

  /// The names of all blobs, in ascending order.
  ///
  /// - Throws: a ``LacunaError`` when the place cannot be read.
  func list() throws -> [String]

  /// The bytes of a blob, or nil when there is none of that name.
  ///
  /// - Throws: a ``LacunaError`` when the blob is there but cannot be read.
  func read(_ name: String) throws -> [UInt8]?

  /// Stores a blob under a name, replacing what was there, atomically and durably.
  ///
  /// - Throws: a ``LacunaError`` when it cannot be stored; what was there before then remains.
  func write(_ name: String, _ bytes: [UInt8]) throws

  /// Removes a blob; removing one that is absent is no error.
  ///
  /// - Throws: a ``LacunaError`` when it cannot be removed.
  func remove(_ name: String) throws

  /// Takes the right to write, for as long as the returned token lives.
  ///
  /// - Throws: a ``LacunaError`` of category ``ErrorCategory/temporary`` when another process holds it.
  func lock() throws -> any SketchStoreLock
}

/// The right to write to a store.
///
/// Dropping it gives it up.
public protocol SketchStoreLock: AnyObject, Sendable {}
