import GRDB

extension SQLiteStoreError {
  /// What an error of SQLite means for a store.
  ///
  /// - Parameters:
  ///   - error: the error.
  ///   - path: the file.
  ///   - bytes: how many bytes are being written, or nil when the store is read.
  init(_ error: DatabaseError, path: String, writing bytes: Int?) {
    let reason = error.message ?? error.description
    let action = bytes == nil ? "reading" : "writing"
    switch error.resultCode {
    case .SQLITE_NOTADB: self = .notDatabase(path: path, writing: bytes != nil)
    case .SQLITE_CORRUPT, .SQLITE_SCHEMA, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT:
      self = .damaged(path: path, what: reason)
    // A table or column that is not there: nothing else can be wrong with the statements.
    case .SQLITE_ERROR: self = .damaged(path: path, what: reason)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
    case .SQLITE_FULL: self = .noSpace(path: path, bytes: bytes ?? 0)
    case .SQLITE_READONLY where bytes == nil:
      // An interrupted write has left a journal, and this process may not roll it back.
      self = .cannotRead(
        path: path,
        reason: "a writer was interrupted, and what it left cannot be undone here (\(reason))"
      )
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self =
        bytes == nil
        ? .cannotRead(path: path, reason: reason) : .cannotWrite(path: path, reason: reason)
    default: self = .failed(path: path, action: action, reason: reason)
    }
  }
}
