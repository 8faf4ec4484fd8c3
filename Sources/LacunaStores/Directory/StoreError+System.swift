import Glibc

extension StoreError {
  /// The error for a system call that failed while something was written.
  static func writing(_ path: String, bytes: Int, action: String, code: Int32) -> StoreError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: .noSpace(path: path, bytes: bytes, reason: reason(code))
    case EACCES, EPERM, EROFS, EISDIR, ENAMETOOLONG, ENOENT, ELOOP:
      .cannotWrite(path: path, reason: reason(code))
    case ENOTDIR: .notFolder(path: path, writing: true)
    default: .failed(path: path, action: action, reason: reason(code))
    }
  }

  /// The error for a system call that failed while something was read.
  static func reading(_ path: String, code: Int32) -> StoreError {
    switch code {
    case EACCES, EPERM: .cannotRead(path: path, reason: reason(code))
    case ELOOP: .notRegularFile(path: path)
    case ENOTDIR: .notFolder(path: path, writing: false)
    default: .failed(path: path, action: "reading", reason: reason(code))
    }
  }

  /// What the system calls an error.
  static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
