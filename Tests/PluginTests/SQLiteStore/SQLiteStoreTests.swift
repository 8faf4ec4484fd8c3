import Foundation
import LacunaPluginHost
import LacunaProtocols
import LacunaTestSupport
import Testing

/// The file of a SQLite store: its layout, its neighbours, and what is done about damage.
struct SQLiteStoreTests {
  private let folder: StoreFolder
  private let path: String
  private let store: any SketchStore

  init() throws {
    folder = try StoreFolder()
    path = StorePlace.sqlite.path(in: folder)
    store = try StorePlace.sqlite(path)
  }

  @Test func betweenWritesThereIsOneFileWithARollbackJournal() throws {
    try store.write("a", [1, 2, 3])
    _ = try store.lock()
    #expect(folder.entries == ["names.db"])
    let header = try folder.bytes("names.db")
    #expect(Array(header[0..<16]) == Array("SQLite format 3\0".utf8))
    // Rollback journal for writing and reading; the version of the layout; "LACU".
    #expect(Array(header[18..<20]) == [1, 1])
    #expect(Array(header[60..<64]) == [0, 0, 0, 1])
    #expect(Array(header[68..<72]) == Array("LACU".utf8))
  }

  @Test func theStoreIsNamedAsTheUserNamesIt() throws {
    #expect(store.location == "sqlite:\(path)")
  }

  @Test func pathsThatSQLiteReadsInItsOwnWayArePaths() throws {
    // As a name alone, SQLite would take these for memory, or for an address with options.
    for name in [":memory:", "file:x.db?mode=memory", "a%20b.db", "?.db", "#.db"] {
      try StorePlace.sqlite("\(folder.path)/\(name)").write("a", [7])
      #expect(folder.entries.contains(name))
      #expect(try StorePlace.sqlite("\(folder.path)/\(name)").read("a") == [7])
    }
    let error = thrown { _ = try StorePlace.sqlite("") }
    #expect(error?.category == .usage)
  }

  @Test func anEmptyFileBecomesAStore() throws {
    try folder.put([], at: "names.db")
    #expect(try !store.exists())
    #expect(try store.list() == [])
    try store.write("a", [1])
    #expect(try store.read("a") == [1])
  }

  /// Each byte of the file, in turn or by chance, is changed: what is read is what was written, or nothing is.
  @Test(arguments: 0..<UInt64(Stress.count(1, all: 25)))
  func damagedBytesAreNeverAWrongAnswer(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var blobs: [String: [UInt8]] = [:]
    for number in 0..<12 {
      blobs["shards/0000000\(number % 10)-\(number)"] =
        (0..<(400 * number)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
    }
    blobs["manifest.json"] = Array("{}".utf8)
    let names = blobs.keys.sorted()
    for name in names.shuffled(using: &generator) { try store.write(name, blobs[name] ?? []) }
    let whole = try folder.bytes("names.db")
    var found = 0
    for _ in 0..<150 {
      var bytes = whole
      let start = Int(generator.unit() * Double(bytes.count))
      for place in start..<min(start + (generator.unit() < 0.5 ? 1 : 16), bytes.count) {
        bytes[place] ^= UInt8(1 + generator.unit() * 254)
      }
      try folder.put(bytes, at: "names.db")
      let list = Result { try store.list() }
      if case .success(let list) = list { #expect(list == names, "changed from byte \(start)") }
      var isFound = (try? list.get()) == nil
      for (name, expected) in blobs {
        do {
          #expect(try store.read(name) == expected, "changed from byte \(start)")
        } catch {
          isFound = true
          let known: [ErrorCategory?] = [.data, .noInput, .ioError]
          #expect(known.contains((error as? PluginError)?.category), "\(error)")
        }
      }
      if isFound { found += 1 }
    }
    // The rest of the file is space that nothing lies in.
    let share = Double(blobs.values.reduce(0) { $0 + $1.count }) / Double(whole.count)
    #expect(Double(found) > 0.7 * 150 * share)
  }

  @Test func aFileThatIsCutOffIsDamaged() throws {
    try store.write("a", [UInt8](repeating: 5, count: 100_000))
    let whole = try folder.bytes("names.db")
    for size in stride(from: 16, to: whole.count, by: Stress.count(9973, all: 499)) {
      try folder.put(Array(whole[..<size]), at: "names.db")
      let error = thrown { _ = try store.read("a") }
      #expect(error != nil, "cut to \(size) bytes")
    }
  }

  @Test func whatAKilledWriterLeavesOfItsLockDoesNotMatter() throws {
    try store.write("a", [1])
    try folder.put(Array("process 1 on elsewhere\n".utf8), at: "names.db-lock")
    _ = try store.lock()
    #expect(folder.entries == ["names.db"])
  }

  @Test func theLockIsTheSameByWhateverLink() throws {
    try store.write("a", [1])
    let link = "\(folder.path)/link.db"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let lock = try StorePlace.sqlite(link).lock()
    #expect(thrown { _ = try store.lock() }?.category == .temporary)
    withExtendedLifetime(lock) {}
  }

  /// SQLite's values end at 10⁹ bytes.
  @Test(.enabled(if: Stress.isOn, "takes gigabytes"))
  func aBlobCanBeLargerThanAnyValueOfSQLite() throws {
    var bytes = [UInt8](repeating: 9, count: 1_100_000_000)
    for place in stride(from: 0, to: bytes.count, by: 999_983) {
      bytes[place] = UInt8(truncatingIfNeeded: place >> 7)
    }
    try store.write("large", bytes)
    #expect(try store.read("large") == bytes)
  }

  /// The description in Docs/StoreFormat.md is enough to read a store.
  @Test(.enabled(if: python != nil, "no Python"))
  func anotherReaderOpensIt() throws {
    var bytes = [UInt8](repeating: 3, count: 5_000_000)
    for place in stride(from: 0, to: bytes.count, by: 997) {
      bytes[place] = UInt8(truncatingIfNeeded: place &* 13 &+ place >> 9)
    }
    let count = bytes.reduce(into: [Int](repeating: 0, count: 256)) { $0[Int($1)] += 1 }
    try store.write("shards/large", bytes)
    let script = """
      import hashlib, sqlite3, sys
      file = sqlite3.connect(sys.argv[1])
      (number, size, digest), = file.execute(
          "SELECT id, size, sha256 FROM blob WHERE name = 'shards/large'")
      parts = file.execute("SELECT bytes FROM chunk WHERE blob = ? ORDER BY position", [number])
      whole = b"".join(part for part, in parts)
      print(len(whole) == size, hashlib.sha256(whole).digest() == digest)
      print(*[whole.count(byte) for byte in range(256)])
      print(*file.execute("PRAGMA integrity_check").fetchone())
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = ["-c", script, path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text == "True True\n\(count.map(String.init).joined(separator: " "))\nok\n")
  }
}

/// A Python, if there is one.
private let python = ProcessInfo.processInfo.environment["LACUNA_TEST_PYTHON"]
