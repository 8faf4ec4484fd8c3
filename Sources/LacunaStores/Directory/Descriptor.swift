import Glibc

/// An open file or folder, closed when it goes out of scope.
struct Descriptor: ~Copyable {
  let raw: Int32

  /// What an entry of a folder is.
  enum Kind { case file, folder, other }

  /// Takes over an open descriptor; nil when opening failed, with the error in `errno`.
  init?(_ raw: Int32) {
    guard raw >= 0 else { return nil }
    self.raw = raw
  }

  deinit { _ = close(raw) }

  /// The kind and size of this file.
  func status() -> (kind: Kind, size: Int) {
    var status = stat()
    guard fstat(raw, &status) == 0 else { return (.other, 0) }
    return (Self.kind(of: status), Int(status.st_size))
  }

  /// The entries of this folder but `.` and `..`, in ascending order; nil with the error in
  /// `errno`.
  func entries() -> [(name: String, kind: Kind)]? {
    // A stream owns its descriptor and its position: it gets one of its own.
    let own = openat(raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0 else { return nil }
    guard let stream = fdopendir(own) else {
      _ = close(own)
      return nil
    }
    defer { closedir(stream) }
    var entries: [(name: String, kind: Kind)] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { entries.append((name, kind(of: name))) }
      errno = 0
    }
    guard errno == 0 else { return nil }
    return entries.sorted { $0.name < $1.name }
  }

  /// The kind of an entry of this folder; a link is never followed.
  private func kind(of name: String) -> Kind {
    var status = stat()
    guard fstatat(raw, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .other }
    return Self.kind(of: status)
  }

  private static func kind(of status: stat) -> Kind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }
}
