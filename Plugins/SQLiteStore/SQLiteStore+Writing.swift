import Crypto
import Foundation
import GRDB

extension SQLiteStore {
  func write(_ name: String, _ bytes: [UInt8]) throws {
    try BlobName.check(name)
    try requirePlace()
    try translating(writing: bytes.count) {
      try transaction { database in
        if try Layout.content(of: database, path: location, writing: true) == .vacant {
          try Layout.create(in: database)
        }
        try delete(name, in: database)
        try insert(name, bytes, in: database)
      }
    }
  }

  func remove(_ name: String) throws {
    try BlobName.check(name)
    guard try hasFile(writing: true) else { return }
    try translating(writing: 0) {
      try transaction { database in
        guard try Layout.content(of: database, path: location, writing: true) == .store else {
          return
        }
        try delete(name, in: database)
      }
    }
  }

  /// Does work whole or not at all; other writers wait from its first moment.
  private func transaction(_ work: (Database) throws -> Void) throws {
    try connection().writeWithoutTransaction { database in
      try database.inTransaction(.immediate) {
        try work(database)
        return .commit
      }
    }
  }

  private func delete(_ name: String, in database: Database) throws {
    try database.execute(
      sql: "DELETE FROM chunk WHERE blob IN (SELECT id FROM blob WHERE name = ?)",
      arguments: [name]
    )
    try database.execute(sql: "DELETE FROM blob WHERE name = ?", arguments: [name])
  }

  private func insert(_ name: String, _ bytes: [UInt8], in database: Database) throws {
    try database.execute(
      sql: "INSERT INTO blob (name, size, sha256) VALUES (?, ?, ?)",
      arguments: [name, bytes.count, Data(SHA256.hash(data: bytes))]
    )
    let id = database.lastInsertedRowID
    let statement = try database.makeStatement(
      sql: "INSERT INTO chunk (blob, position, bytes) VALUES (?, ?, ?)"
    )
    let starts = stride(from: 0, to: bytes.count, by: Layout.chunkSize)
    for (position, start) in starts.enumerated() {
      let chunk = Data(bytes[start..<min(start + Layout.chunkSize, bytes.count)])
      try statement.execute(arguments: [id, position, chunk])
    }
  }
}
