import Foundation
import LacunaProtocols
import Testing

/// Places that are no SQLite store: what is said of them, and that they are left as they are.
struct SQLiteStoreErrorTests {
  private let folder: StoreFolder

  init() throws {
    folder = try StoreFolder()
  }

  private func expect(
    _ name: String,
    reading: String,
    _ readCategory: ErrorCategory,
    writing: String,
    _ writeCategory: ErrorCategory,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let path = "\(folder.path)/\(name)"
    let store = try StorePlace.sqlite(path)
    let before = folder.entries
    let read = thrown { _ = try store.read("a") }
    #expect(
      read?.message == "plugin 'sqlite-store', store 'sqlite:\(path)', read a: \(path) \(reading)",
      sourceLocation: location
    )
    #expect(read?.category == readCategory, sourceLocation: location)
    for work in [{ try store.write("a", [1]) }, { _ = try store.lock() }] {
      let error = thrown(work)
      #expect(error?.message.hasSuffix(": \(path) \(writing)") == true, sourceLocation: location)
      #expect(error?.category == writeCategory, sourceLocation: location)
    }
    #expect(folder.entries == before, sourceLocation: location)
  }

  @Test(arguments: ["hello\n", String(repeating: "no database at all. ", count: 100)])
  func aFileOfSomethingElse(text: String) throws {
    try folder.put(Array(text.utf8), at: "notes.txt")
    let found = "is no SQLite database, or its first bytes are damaged; "
    try expect(
      "notes.txt",
      reading: found + "name the file of a sketch store",
      .noInput,
      writing: found + "name a new file",
      .cannotCreate
    )
    #expect(try !StorePlace.sqlite("\(folder.path)/notes.txt").exists())
    #expect(try folder.bytes("notes.txt") == Array(text.utf8))
  }

  @Test func aFolder() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/inner",
      withIntermediateDirectories: false
    )
    let found = "is a folder, a pipe or a device, expected a plain file"
    try expect(
      "inner",
      reading: found,
      .noInput,
      writing: found + "; name another place",
      .cannotCreate
    )
  }

  @Test func aPipeIsNotWaitedFor() throws {
    #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
    let store = try StorePlace.sqlite("\(folder.path)/pipe")
    #expect(thrown { _ = try store.list() }?.category == .noInput)
    #expect(thrown { _ = try store.lock() }?.category == .cannotCreate)
  }

  @Test func aFolderThatIsNotThere() throws {
    let path = "\(folder.path)/nowhere/names.db"
    let store = try StorePlace.sqlite(path)
    #expect(try !store.exists())
    #expect(try store.read("a") == nil)
    for work in [{ try store.write("a", [1]) }, { _ = try store.lock() }] {
      let error = thrown(work)
      #expect(
        error?.message.hasSuffix(
          "\(path) cannot be made: there is no folder \(folder.path)/nowhere; make it first, or "
            + "name another place"
        ) == true
      )
      #expect(error?.category == .cannotCreate)
    }
    #expect(folder.entries.isEmpty)
  }

  /// Changes a big-endian number in the header of a store.
  private func store(withHeader value: UInt8, at place: Int) throws -> [UInt8] {
    try StorePlace.sqlite("\(folder.path)/names.db").write("a", [1])
    var bytes = try folder.bytes("names.db")
    bytes[place] = value
    try folder.put(bytes, at: "names.db")
    return bytes
  }

  @Test func aDatabaseOfSomebodyElse() throws {
    let bytes = try store(withHeader: 0, at: 68)
    try expect(
      "names.db",
      reading: "is a database of something else, expected a sketch store",
      .noInput,
      writing: "is a database of something else, which is left as it is; name a new file",
      .cannotCreate
    )
    #expect(try !StorePlace.sqlite("\(folder.path)/names.db").exists())
    #expect(try folder.bytes("names.db") == bytes)
  }

  @Test(arguments: [0, 2, 200])
  func aStoreOfAnotherVersion(version: UInt8) throws {
    let bytes = try store(withHeader: version, at: 63)
    let found = "is a store of version \(version), expected 1; use the plugin that made it"
    try expect("names.db", reading: found, .data, writing: found, .data)
    #expect(try folder.bytes("names.db") == bytes)
  }
}
