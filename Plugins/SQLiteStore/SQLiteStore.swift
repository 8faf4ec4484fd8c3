import Crypto
import Foundation
import GRDB
import LacunaPluginKit

/// A store in one SQLite file.
///
/// The file has a rollback journal, not a write-ahead log: between writes it is the only file there is, it can be
/// read where nothing can be written, and it works on file systems without shared memory. Each operation has a
/// connection of its own, so that instances and threads need not know of each other.
struct SQLiteStore: StorePlugin {
  static let descriptor = StoreDescriptor(
    name: "sqlite",
    summary: "A store in one SQLite file: sqlite:FILE",
    version: "1.0"
  )

  /// The path of the file as it was given, for messages.
  let location: String
  /// The absolute path of the file, which no SQLite takes for anything but a path.
  let path: String

  init(location: String) throws {
    guard !location.isEmpty else { throw SQLiteStoreError.noLocation }
    self.location = location
    path =
      location.hasPrefix("/")
      ? location : "\(FileManager.default.currentDirectoryPath)/\(location)"
  }

  /// Whether the file holds a blob; what is no store holds none.
  func exists() throws -> Bool {
    do {
      return try !list().isEmpty
    } catch let error as SQLiteStoreError {
      switch error {
      case .notFile, .notDatabase, .foreignDatabase: return false
      default: throw error
      }
    }
  }

  func list() throws -> [String] {
    try reading { try names(in: $0) } ?? []
  }

  /// The names of all blobs, as the table has them and as its index has them: they differ when one is damaged.
  private func names(in database: Database) throws -> [String] {
    let names = try String.fetchAll(database, sql: "SELECT name FROM blob ORDER BY name")
    let others = try String.fetchAll(
      database,
      sql: "SELECT name FROM blob NOT INDEXED ORDER BY name"
    )
    guard names == others, names.allSatisfy(BlobName.isValid) else {
      throw damaged("names of blobs are not those that were written")
    }
    return names
  }

  func read(_ name: String) throws -> [UInt8]? {
    try BlobName.check(name)
    return try reading { try bytes(of: name, in: $0) } ?? nil
  }

  private func bytes(of name: String, in database: Database) throws -> [UInt8]? {
    guard let id = try entry(of: name, in: database) else { return nil }
    let sql = "SELECT name, size, sha256 FROM blob WHERE id = ?"
    guard let blob = try Row.fetchOne(database, sql: sql, arguments: [id]),
      String.fromDatabaseValue(blob[0]) == name, let size = Int.fromDatabaseValue(blob[1]),
      let digest = Data.fromDatabaseValue(blob[2])
    else { throw damaged("the entry of blob '\(name)' is not what was written") }
    var bytes: [UInt8] = []
    // What is claimed is not allocated before it is there.
    bytes.reserveCapacity(max(0, min(size, 1 << 30)))
    let chunks = try Row.fetchCursor(
      database,
      sql: "SELECT bytes FROM chunk WHERE blob = ? ORDER BY position",
      arguments: [id]
    )
    while bytes.count <= size, let chunk = try chunks.next() {
      try chunk.withUnsafeData(atIndex: 0) { bytes.append(contentsOf: $0 ?? Data()) }
    }
    guard bytes.count == size, Data(SHA256.hash(data: bytes)) == digest else {
      throw damaged("the bytes of blob '\(name)' are not those that were written")
    }
    return bytes
  }

  func damaged(_ what: String) -> SQLiteStoreError { .damaged(path: location, what: what) }

  /// The id of a blob, by the index; nil when the table agrees that there is none.
  private func entry(of name: String, in database: Database) throws -> Int64? {
    let found = try Int64.fetchOne(
      database,
      sql: "SELECT id FROM blob WHERE name = ?",
      arguments: [name]
    )
    if found == nil, try names(in: database).contains(name) {
      throw damaged("the index has no blob '\(name)', and the table has")
    }
    return found
  }

  /// Looks into the store; nil when there is no file, or one that nothing has been written to.
  private func reading<Value>(_ work: (Database) throws -> Value) throws -> Value? {
    guard try hasFile(writing: false) else { return nil }
    return try translating(writing: nil) {
      try connection().read { database in
        guard try Layout.content(of: database, path: location, writing: false) == .store else {
          return nil
        }
        return try work(database)
      }
    }
  }
}
