import Foundation
import LacunaProtocols
import LacunaStores
import Testing

@Suite struct DirectoryStoreTests {
  let folder: TemporaryFolder
  let store: DirectoryStore

  init() throws {
    folder = try TemporaryFolder()
    store = DirectoryStore(path: folder.path + "/deep/er/sketch")
  }

  @Test func `a store is absent until something is written`() throws {
    #expect(try !store.exists())
    #expect(try store.list().isEmpty)
    #expect(try store.read("a") == nil)
    try store.remove("a")
    #expect(folder.files().isEmpty)
  }

  @Test func `the first write makes the folder and its parents`() throws {
    try store.write("shards/one", [1, 2])
    #expect(folder.files() == ["deep/er/sketch/shards/one"])
    #expect(try store.exists())
  }

  @Test func `blobs come back, are listed in order, and go`() throws {
    try store.write("b", [1])
    try store.write("a/z", [])
    try store.write("a.txt", [2, 3])
    try store.write("b", [4])
    #expect(try store.list() == ["a.txt", "a/z", "b"])
    #expect(try store.read("b") == [4])
    #expect(try store.read("a/z") == [])
    try store.remove("a/z")
    try store.remove("a/z")
    #expect(try store.list() == ["a.txt", "b"])
  }

  @Test func `a large blob comes back whole`() throws {
    let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try store.write("large", bytes)
    #expect(try store.read("large") == bytes)
  }

  @Test(arguments: [
    "", ".", "..", "../a", "a/..", "a/../b", "/a", "/etc/passwd", "a/", "a//b", "a/b/c", ".hidden",
    "a/.b", "a b", "a\\b", "ä", "a\0b", "a\n", String(repeating: "x", count: 256),
  ])
  func `a name that climbs out or is malformed is refused`(name: String) {
    let expected =
      "'\(name)' cannot name a blob of a store: expected one or two components of the characters "
      + "a–z A–Z 0–9 . _ -, separated by '/', none beginning with a dot"
    #expect(message { _ = try store.read(name) } == expected)
    #expect(message { try store.write(name, [1]) } == expected)
    #expect(message { try store.remove(name) } == expected)
    #expect(category { _ = try store.read(name) } == .software)
    #expect(folder.files().isEmpty)
  }

  @Test func `links are neither listed nor followed`() throws {
    try store.write("real", [1])
    try folder.put("secret", at: "outside/file")
    try link("leak", to: folder.path + "/outside/file")
    try link("out", to: folder.path + "/outside")
    #expect(try store.list() == ["real"])
    for name in ["leak", "out/file"] {
      let place = name == "leak" ? name : "out"
      #expect(
        message { _ = try store.read(name) }
          == "\(store.path)/\(place) is a link, a folder or a device, expected a plain file; a "
          + "store follows no links: put the file itself there"
      )
    }
    #expect(category { try store.write("out/file", [9]) } == .data)
    try store.write("leak", [7])
    #expect(try store.read("leak") == [7])
    #expect(try String(contentsOfFile: folder.path + "/outside/file", encoding: .utf8) == "secret")
  }

  @Test func `a folder or a pipe in the place of a blob is no blob`() throws {
    try store.write("folder/inner", [1])
    #expect(mkfifo("\(store.path)/pipe", 0o600) == 0)
    #expect(category { _ = try store.read("folder") } == .data)
    #expect(category { _ = try store.read("pipe") } == .data)
    #expect(try store.list() == ["folder/inner"])
  }

  @Test func `files that no store can have written are not listed`() throws {
    try store.write("a", [1])
    try Data().write(to: URL(fileURLWithPath: "\(store.path)/.tmp-1-1"))
    try Data().write(to: URL(fileURLWithPath: "\(store.path)/my notes.txt"))
    #expect(try store.list() == ["a"])
  }

  @Test func `a file in the place of the folder is named`() throws {
    try folder.put("text", at: "names.txt")
    let store = DirectoryStore(path: folder.path + "/names.txt")
    #expect(try !store.exists())
    #expect(
      message { _ = try store.read("a") }
        == "\(store.path) is a file, expected the folder of a sketch store"
    )
    #expect(category { _ = try store.read("a") } == .noInput)
    #expect(
      message { try store.write("a", []) }
        == "\(store.path) is a file, expected a new or empty folder; name another place"
    )
    #expect(category { try store.write("a", []) } == .cannotCreate)
    let inside = DirectoryStore(path: store.path + "/sketch")
    #expect(category { try inside.write("a", []) } == .cannotCreate)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(store.path)/\(name)",
      withDestinationPath: target
    )
  }
}
