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

  func exists() throws -> Bool {
    try reading { database in
      try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM blob)") ?? false
    } ?? false
  }

  func list() throws -> [String] {
    let names = try reading { try String.fetchAll($0, sql: "SELECT name FROM blob ORDER BY name") }
    for name in names ?? [] {
      do {
        try BlobName.check(name)
      } catch {
        throw damaged("it holds a blob of the name '\(name.prefix(80))'")
      }
    }
    return names ?? []
  }

  func read(_ name: String) throws -> [UInt8]? {
    try BlobName.check(name)
    return try reading { try bytes(of: name, in: $0) } ?? nil
  }

  private func bytes(of name: String, in database: Database) throws -> [UInt8]? {
    let sql = "SELECT id, size, sha256 FROM blob WHERE name = ?"
    guard let blob = try Row.fetchOne(database, sql: sql, arguments: [name]) else { return nil }
    guard let id = Int64.fromDatabaseValue(blob[0]), let size = Int.fromDatabaseValue(blob[1]),
      let digest = Data.fromDatabaseValue(blob[2]), size >= 0
    else { throw damaged("the entry of blob '\(name)' is none") }
    var bytes: [UInt8] = []
    // What is claimed is not allocated before it is there.
    bytes.reserveCapacity(min(size, 1 << 30))
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

  /// Looks into the store; nil when there is no file, or one that nothing has been written to.
  private func reading<Value>(_ work: (Database) throws -> Value) throws -> Value? {
    guard try hasFile(writing: false) else { return nil }
    return try translating(writing: nil) {
      try connection().read { database in
        guard try Layout.content(of: database, path: location) == .store else { return nil }
        return try work(database)
      }
    }
  }
}
