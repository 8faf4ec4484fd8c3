import GRDB

/// What the tables of a store are, and how a file is known to be one.
enum Layout {
  /// "LACU", in the header of the file.
  static let applicationID = 0x4C41_4355
  /// The version of the layout, in the header of the file.
  static let version = 1
  /// The most bytes in one row: far below SQLite's limit of 10⁹ for a value.
  static let chunkSize = 4 << 20

  /// What a database is to a store.
  enum Content {
    /// Nothing: the file is empty, or a database without tables.
    case vacant
    /// A store of this version.
    case store
  }

  /// What a database is; nothing in it is changed.
  ///
  /// - Parameters:
  ///   - database: the database.
  ///   - path: its file, for messages.
  ///   - writing: whether it is about to be written to.
  /// - Returns: whether there are tables yet.
  /// - Throws: ``SQLiteStoreError`` for a database of somebody else, or of another version.
  static func content(of database: Database, path: String, writing: Bool) throws -> Content {
    let id = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard id == applicationID else {
      let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
      guard id == 0, found == 0, tables == 0 else {
        throw SQLiteStoreError.foreignDatabase(path: path, writing: writing)
      }
      return .vacant
    }
    guard found == version else {
      throw SQLiteStoreError.otherVersion(path: path, found: found)
    }
    return .store
  }

  /// Makes the tables, in the transaction of the first write.
  static func create(in database: Database) throws {
    try database.execute(
      sql: """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        CREATE TABLE blob (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          size INTEGER NOT NULL,
          sha256 BLOB NOT NULL
        );
        CREATE TABLE chunk (
          blob INTEGER NOT NULL REFERENCES blob (id),
          position INTEGER NOT NULL,
          bytes BLOB NOT NULL,
          UNIQUE (blob, position)
        );
        """
    )
  }
}
