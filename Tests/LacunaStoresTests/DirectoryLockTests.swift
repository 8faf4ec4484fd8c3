import Foundation
import LacunaProtocols
import LacunaStores
import Testing

@Suite struct DirectoryLockTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/sketch"
  }

  @Test func `one lock excludes another, and names its holder`() throws {
    let lock = try DirectoryStore(path: path).lock()
    try withExtendedLifetime(lock) {
      let second = { _ = try DirectoryStore(path: path).lock() }
      let process = ProcessInfo.processInfo
      #expect(
        message(second)
          == "\(path) is being written to by process \(process.processIdentifier) on "
          + "\(process.hostName); wait until it has ended, or name another store"
      )
      #expect(category(second) == .temporary)
      try DirectoryStore(path: path).write("a", [1])
      #expect(try DirectoryStore(path: path).list() == ["a"])
    }
  }

  @Test func `dropping a lock gives it up`() throws {
    for _ in 0..<3 { _ = try DirectoryStore(path: path).lock() }
  }

  @Test func `taking the lock clears away stale temporaries and nothing else`() throws {
    let store = DirectoryStore(path: path)
    try store.write("shards/a", [1])
    try folder.put("", at: "sketch/.tmp-1-1")
    try folder.put("", at: "sketch/shards/.tmp-1-2")
    _ = try store.lock()
    #expect(folder.files() == ["sketch/.lock", "sketch/shards/a"])
  }

  @Test(arguments: ["my notes.txt", ".git/config", "photos/2020/a.jpg", "photos/a b.jpg"])
  func `a folder of other things is refused, and left as it is`(file: String) throws {
    try folder.put("mine", at: "sketch/\(file)")
    let lock = { _ = try DirectoryStore(path: path).lock() }
    let entry = ["photos/2020/a.jpg": "photos/2020", ".git/config": ".git"][file] ?? file
    #expect(
      message(lock)
        == "\(path) already holds '\(entry)', which is no part of a sketch store; name a new or "
        + "empty folder"
    )
    #expect(category(lock) == .cannotCreate)
    #expect(folder.files() == ["sketch/\(file)"])
  }

  @Test func `a sketch with other things beside it can be continued`() throws {
    try folder.put("{}", at: "sketch/manifest.json")
    try folder.put("mine", at: "sketch/my notes.txt")
    _ = try DirectoryStore(path: path).lock()
  }
}
