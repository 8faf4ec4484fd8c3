import Foundation
import GRDB

extension SQLiteStore {
  /// A connection to the file, which is made when it is not there.
  ///
  /// Also those who read may have to write: to roll back what an interrupted writer has left. Where that is not
  /// allowed, SQLite opens the file for reading.
  func connection() throws -> DatabaseQueue {
    var configuration = GRDB.Configuration()
    configuration.busyMode = .timeout(60)
    configuration.label = "sqlite-store"
    configuration.prepareDatabase { database in
      // EXTRA: the removal of the journal, which is what commits, is synced too.
      try database.execute(
        sql: """
          PRAGMA synchronous = EXTRA;
          PRAGMA cell_size_check = ON;
          PRAGMA trusted_schema = OFF;
          """
      )
    }
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Runs work on the database, and says of an error of SQLite what it means for a store.
  ///
  /// - Parameters:
  ///   - bytes: how many bytes are being written, or nil when the store is read.
  ///   - work: what is done.
  /// - Returns: what the work returns.
  /// - Throws: ``SQLiteStoreError`` for an error of SQLite, or what else the work throws.
  func translating<Value>(writing bytes: Int?, _ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as DatabaseError {
      throw SQLiteStoreError(error, path: location, writing: bytes)
    } catch let error as RowDecodingError {
      throw damaged("\(error)")
    }
  }

  /// Whether the file is there.
  ///
  /// - Throws: ``SQLiteStoreError`` when something else is in its place, or it cannot be looked at.
  func hasFile(writing: Bool) throws -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = errno
      guard code != ENOENT else { return false }
      let reason = String(cString: strerror(code))
      throw writing
        ? SQLiteStoreError.cannotWrite(path: location, reason: reason)
        : SQLiteStoreError.cannotRead(path: location, reason: reason)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SQLiteStoreError.notFile(path: location, writing: writing)
    }
    return true
  }

  /// Makes sure that the file is a store, or can become one; it is not made yet.
  func requirePlace() throws {
    if try hasFile(writing: true) {
      return try translating(writing: 0) {
        try connection().read { _ = try Layout.content(of: $0, path: location, writing: true) }
      }
    }
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      let shown = location.contains("/") ? (location as NSString).deletingLastPathComponent : folder
      throw SQLiteStoreError.noFolder(path: location, folder: shown)
    }
  }

  /// The folder that the file lies in.
  var folder: String {
    (path as NSString).deletingLastPathComponent
  }
}
