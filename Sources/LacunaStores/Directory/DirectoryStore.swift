import Glibc
import LacunaProtocols

/// A store in a folder of the file system: each blob is a file.
///
/// A blob is written under a temporary name beside its place, synced, and renamed, so that it is
/// whole or absent whatever happens. The folder is made on the first write. Links inside it are not
/// followed.
public struct DirectoryStore: SketchStore {
  static let manifestName = "manifest.json"
  static let lockName = ".lock"
  static let temporaryPrefix = ".tmp-"

  /// The path of the folder.
  public let path: String
  /// The path of the folder, as a message names it.
  public var location: String { path }
  let operations: FileOperations

  /// A store in the folder at a path, which need not exist yet.
  public init(path: String) {
    self.init(path: path, operations: FileOperations())
  }

  init(path: String, operations: FileOperations) {
    self.path = path
    self.operations = operations
  }

  /// Whether the folder holds a blob; a place that is missing or no folder holds none.
  ///
  /// - Throws: ``StoreError`` when the folder cannot be looked at.
  public func exists() throws -> Bool {
    do {
      return try !list().isEmpty
    } catch StoreError.notFolder {
      return false
    }
  }

  /// The names of all blobs, in ascending order; temporaries, links and foreign files are none.
  ///
  /// - Throws: ``StoreError`` when the folder cannot be read.
  public func list() throws -> [String] {
    guard let root = try openRoot() else { return [] }
    var names: [String] = []
    for entry in try entries(of: root, at: path) where BlobName.isComponent(entry.name) {
      switch entry.kind {
      case .file: names.append(entry.name)
      case .folder:
        guard let folder = try openFolder(entry.name, in: root) else { continue }
        for inner in try entries(of: folder, at: "\(path)/\(entry.name)")
        where inner.kind == .file && BlobName.isComponent(inner.name) {
          names.append("\(entry.name)/\(inner.name)")
        }
      case .other: continue
      }
    }
    return names.sorted()
  }

  /// The bytes of a blob, or nil when there is none of that name.
  ///
  /// - Throws: ``StoreError`` when the name is no blob's, or the file cannot be read.
  public func read(_ name: String) throws -> [UInt8]? {
    let blob = try BlobName(name)
    guard let root = try openRoot() else { return nil }
    guard let folder = blob.folder else { return try readFile(blob.file, in: root, name: name) }
    guard let inner = try openFolder(folder, in: root) else { return nil }
    return try readFile(blob.file, in: inner, name: name)
  }

  /// Opens the store's folder; nil when it is not there.
  func openRoot() throws(StoreError) -> Descriptor? {
    if let root = Descriptor(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) { return root }
    guard errno == ENOENT else { throw .reading(path, code: errno) }
    return nil
  }

  /// Opens a folder within the store, not following a link; nil when it is not there.
  func openFolder(
    _ name: String,
    in root: borrowing Descriptor
  ) throws(StoreError) -> Descriptor? {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    if let folder = Descriptor(openat(root.raw, name, flags)) { return folder }
    switch errno {
    case ENOENT: return nil
    // With both flags the system calls a link "not a directory".
    case ENOTDIR, ELOOP: throw .notRegularFile(path: "\(path)/\(name)")
    default: throw .reading("\(path)/\(name)", code: errno)
    }
  }

  /// The entries of an open folder.
  func entries(
    of folder: borrowing Descriptor,
    at path: String
  ) throws(StoreError) -> [(name: String, kind: Descriptor.Kind)] {
    guard let entries = folder.entries() else { throw .reading(path, code: errno) }
    return entries
  }

  private func readFile(
    _ file: String,
    in folder: borrowing Descriptor,
    name: String
  ) throws(StoreError) -> [UInt8]? {
    // Without O_NONBLOCK, opening a pipe that somebody has put here would wait for ever.
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    guard let descriptor = Descriptor(openat(folder.raw, file, flags)) else {
      guard errno == ENOENT else { throw .reading("\(path)/\(name)", code: errno) }
      return nil
    }
    let status = descriptor.status()
    guard status.kind == .file else { throw .notRegularFile(path: "\(path)/\(name)") }
    let raw = descriptor.raw
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: status.size) { buffer, filled in
      while filled < buffer.count {
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
        let got = Glibc.read(raw, rest.baseAddress, rest.count)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { code = errno }
        if got <= 0 { break }
        filled += got
      }
    }
    guard code == 0 else { throw .reading("\(path)/\(name)", code: code) }
    return bytes
  }
}
