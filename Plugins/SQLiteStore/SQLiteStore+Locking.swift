import Foundation
import LacunaPluginKit

extension SQLiteStore {
  /// Takes the right to write: a lock of the system on a file beside the database, which ends with its process.
  ///
  /// The database itself will not do: SQLite loses its own locks on a file when any other descriptor for it is
  /// closed in the same process.
  func lock() throws -> any SketchStoreLock {
    try requirePlace()
    let lock = lockPath
    while true {
      let raw = open(lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
      guard raw >= 0 else {
        throw SQLiteStoreError.cannotWrite(
          path: "\(location)-lock",
          reason: String(cString: strerror(errno))
        )
      }
      guard flock(raw, LOCK_EX | LOCK_NB) == 0 else {
        let code = errno
        defer { close(raw) }
        guard code == EWOULDBLOCK else {
          throw SQLiteStoreError.cannotLock(path: location, reason: String(cString: strerror(code)))
        }
        throw SQLiteStoreError.locked(path: location, holder: FileLock.holder(raw))
      }
      // Whoever held it before may have removed the file between the two calls.
      if FileLock.isCurrent(raw, at: lock) { return FileLock(raw, path: lock) }
      close(raw)
    }
  }

  /// The path of the lock, the same by whatever links the database is reached.
  private var lockPath: String {
    let name = (path as NSString).lastPathComponent
    let target = resolved(path) ?? "\(resolved(folder) ?? folder)/\(name)"
    return "\(target)-lock"
  }

  private func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// The right to write: an open descriptor that holds a lock of the system.
private final class FileLock: SketchStoreLock {
  private let raw: Int32
  private let path: String

  init(_ raw: Int32, path: String) {
    self.raw = raw
    self.path = path
    let text = Array("process \(getpid()) on \(ProcessInfo.processInfo.hostName)\n".utf8)
    // For the message that others get; the lock holds without it.
    _ = ftruncate(raw, 0)
    _ = pwrite(raw, text, text.count, 0)
  }

  deinit {
    // Removed while it is held: whoever has opened it meanwhile sees that it is no longer the file.
    unlink(path)
    close(raw)
  }

  /// Whether a descriptor is for what a path now leads to.
  static func isCurrent(_ raw: Int32, at path: String) -> Bool {
    var (held, there) = (stat(), stat())
    return fstat(raw, &held) == 0 && stat(path, &there) == 0 && held.st_dev == there.st_dev
      && held.st_ino == there.st_ino
  }

  static func holder(_ raw: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = pread(raw, &buffer, buffer.count, 0)
    let line = buffer.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }
    return line.isEmpty ? "another process" : String(decoding: line, as: UTF8.self)
  }
}
