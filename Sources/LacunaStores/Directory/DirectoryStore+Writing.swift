import Glibc
import Synchronization

/// Numbers the temporaries of this process.
private let temporaryCounter = Atomic<UInt64>(0)

extension DirectoryStore {
  /// Stores a blob under a name, replacing what was there, atomically and durably.
  ///
  /// - Throws: ``StoreError``; what was there before then remains.
  public func write(_ name: String, _ bytes: [UInt8]) throws {
    let blob = try BlobName(name)
    let root = try makeRoot()
    guard let folder = blob.folder else {
      return try write(blob.file, bytes, in: root, name: name)
    }
    if mkdirat(root.raw, folder, 0o777) == 0 {
      try syncFolder(root, at: path)
    } else if errno != EEXIST {
      throw StoreError.writing(
        "\(path)/\(folder)",
        bytes: 0,
        action: "making the folder",
        code: errno
      )
    }
    guard let inner = try openFolder(folder, in: root) else {
      throw StoreError.cannotWrite(
        path: "\(path)/\(folder)",
        reason: "it was removed while it was written to"
      )
    }
    try write(blob.file, bytes, in: inner, name: name)
  }

  /// Removes a blob; removing one that is absent is no error.
  ///
  /// - Throws: ``StoreError`` when it cannot be removed.
  public func remove(_ name: String) throws {
    let blob = try BlobName(name)
    guard let root = try openRoot() else { return }
    guard let folder = blob.folder else { return try remove(blob.file, in: root, name: name) }
    guard let inner = try openFolder(folder, in: root) else { return }
    try remove(blob.file, in: inner, name: name)
  }

  /// Opens the store's folder, making it and its parents where they are missing.
  func makeRoot() throws(StoreError) -> Descriptor {
    if let root = try existingRootForWriting() { return root }
    try makeFolder(path)
    guard let root = try existingRootForWriting() else {
      throw .cannotWrite(path: path, reason: "it was removed while it was made")
    }
    return root
  }

  /// Opens the store's folder; a place that is no folder is an error of writing.
  func existingRootForWriting() throws(StoreError) -> Descriptor? {
    do {
      return try openRoot()
    } catch .notFolder {
      throw .notFolder(path: path, writing: true)
    }
  }

  private func makeFolder(_ path: String) throws(StoreError) {
    let parent = Self.parent(of: path)
    if mkdir(path, 0o777) != 0 {
      let code = errno
      if code == EEXIST { return }
      guard code == ENOENT, !path.isEmpty, parent != path, parent != "." else {
        throw .writing(path, bytes: 0, action: "making the folder", code: code)
      }
      try makeFolder(parent)
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw .writing(path, bytes: 0, action: "making the folder", code: errno)
      }
    }
    if let folder = Descriptor(open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
      try syncFolder(folder, at: parent)
    }
  }

  /// The folder that a path lies in.
  private static func parent(of path: String) -> String {
    var components = path.split(separator: "/")
    _ = components.popLast()
    let joined = components.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  private func write(
    _ file: String,
    _ bytes: [UInt8],
    in folder: borrowing Descriptor,
    name: String
  ) throws(StoreError) {
    let target = "\(path)/\(name)"
    let temporary = try writeTemporary(bytes, in: folder, target: target)
    guard operations.rename(folder.raw, temporary, file) == 0 else {
      let code = errno
      _ = unlinkat(folder.raw, temporary, 0)
      throw .writing(target, bytes: bytes.count, action: "renaming", code: code)
    }
    try syncFolder(folder, at: target)
  }

  /// Writes and syncs a new file under a name of its own, and returns the name; on failure no file
  /// stays.
  private func writeTemporary(
    _ bytes: [UInt8],
    in folder: borrowing Descriptor,
    target: String
  ) throws(StoreError) -> String {
    while true {
      let number = temporaryCounter.wrappingAdd(1, ordering: .relaxed).newValue
      let name = "\(Self.temporaryPrefix)\(getpid())-\(number)"
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      guard let descriptor = Descriptor(openat(folder.raw, name, flags, 0o666)) else {
        // A process of the same id, perhaps in another container, has left one: take the next
        // number.
        if errno == EEXIST { continue }
        throw .writing(target, bytes: bytes.count, action: "creating", code: errno)
      }
      var failure: (action: String, code: Int32)?
      if let code = writeAll(bytes, to: descriptor.raw) {
        failure = ("writing", code)
      } else if operations.sync(descriptor.raw) != 0 {
        failure = ("syncing", errno)
      }
      guard let failure else { return name }
      _ = unlinkat(folder.raw, name, 0)
      throw .writing(target, bytes: bytes.count, action: failure.action, code: failure.code)
    }
  }

  /// Writes all bytes; returns the error's code, or nil.
  private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[written...])
        let count = operations.write(descriptor, rest)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        written += count
      }
      return nil
    }
  }

  private func remove(
    _ file: String,
    in folder: borrowing Descriptor,
    name: String
  ) throws(StoreError) {
    guard unlinkat(folder.raw, file, 0) == 0 else {
      if errno == ENOENT { return }
      throw .writing("\(path)/\(name)", bytes: 0, action: "removing", code: errno)
    }
    try syncFolder(folder, at: "\(path)/\(name)")
  }

  /// Makes the names within a folder durable, where the file system can.
  private func syncFolder(_ folder: borrowing Descriptor, at path: String) throws(StoreError) {
    guard operations.sync(folder.raw) != 0, errno != EINVAL else { return }
    throw .writing(path, bytes: 0, action: "syncing the folder", code: errno)
  }
}
