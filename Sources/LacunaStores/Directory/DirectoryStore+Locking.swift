import Glibc
import LacunaProtocols

extension DirectoryStore {
  /// Takes the right to write, and clears away what an interrupted writer has left half-written.
  ///
  /// - Throws: ``StoreError``: of category ``ErrorCategory/temporary`` when somebody else holds it;
  ///   of category ``ErrorCategory/cannotCreate`` when the place is a file or a folder of other
  ///   things.
  public func lock() throws -> any SketchStoreLock {
    if let root = try existingRootForWriting() { try refuseForeignContent(in: root) }
    let root = try makeRoot()
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
    let raw = openat(root.raw, Self.lockName, flags, 0o666)
    guard let descriptor = Descriptor(raw) else {
      throw StoreError.writing(
        "\(path)/\(Self.lockName)",
        bytes: 0,
        action: "creating",
        code: errno
      )
    }
    guard flock(raw, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      guard code == EWOULDBLOCK else {
        throw StoreError.cannotLock(path: path, reason: StoreError.reason(code))
      }
      throw StoreError.locked(path: path, holder: Self.holder(of: descriptor))
    }
    Self.recordHolder(in: descriptor)
    try removeTemporaries(in: root)
    return DirectoryLock(descriptor)
  }

  /// Refuses to make a store among things that no store has put there, before anything is written.
  private func refuseForeignContent(in root: borrowing Descriptor) throws {
    let entries = try entries(of: root, at: path)
    if entries.contains(where: { $0.name == Self.manifestName }) { return }
    for entry in entries where entry.name != Self.lockName && !Self.isTemporary(entry.name) {
      guard BlobName.isComponent(entry.name), entry.kind != .other else {
        throw StoreError.foreignContent(path: path, entry: entry.name)
      }
      guard entry.kind == .folder, let folder = try openFolder(entry.name, in: root) else {
        continue
      }
      for inner in try self.entries(of: folder, at: "\(path)/\(entry.name)")
      where !Self.isTemporary(inner.name) {
        guard BlobName.isComponent(inner.name), inner.kind == .file else {
          throw StoreError.foreignContent(path: path, entry: "\(entry.name)/\(inner.name)")
        }
      }
    }
  }

  /// Removes temporaries: nobody but the holder of the lock writes, so they are all stale.
  private func removeTemporaries(in root: borrowing Descriptor) throws {
    for entry in try entries(of: root, at: path) {
      if entry.kind == .file && Self.isTemporary(entry.name) {
        _ = unlinkat(root.raw, entry.name, 0)
      }
      guard entry.kind == .folder, let folder = try openFolder(entry.name, in: root) else {
        continue
      }
      for inner in try entries(of: folder, at: "\(path)/\(entry.name)")
      where inner.kind == .file && Self.isTemporary(inner.name) {
        _ = unlinkat(folder.raw, inner.name, 0)
      }
    }
  }

  private static func isTemporary(_ name: String) -> Bool {
    name.hasPrefix(temporaryPrefix)
  }

  /// Writes who holds the lock into it, for the message that others get; the lock holds without it.
  private static func recordHolder(in descriptor: borrowing Descriptor) {
    var host = [CChar](repeating: 0, count: 256)
    _ = gethostname(&host, host.count - 1)
    let name = String(
      decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
      as: UTF8.self
    )
    let text = Array("process \(getpid()) on \(name)\n".utf8)
    _ = ftruncate(descriptor.raw, 0)
    _ = text.withUnsafeBytes { pwrite(descriptor.raw, $0.baseAddress, $0.count, 0) }
  }

  private static func holder(of descriptor: borrowing Descriptor) -> String {
    let raw = descriptor.raw
    let text = [UInt8](unsafeUninitializedCapacity: 512) { buffer, count in
      count = max(0, pread(raw, buffer.baseAddress, buffer.count, 0))
    }
    let holder = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return holder.isEmpty ? "another process" : holder
  }
}

/// The right to write to a directory store: an open descriptor that holds a lock of the system.
private final class DirectoryLock: SketchStoreLock {
  private let descriptor: Descriptor

  init(_ descriptor: consuming Descriptor) {
    self.descriptor = descriptor
  }
}
