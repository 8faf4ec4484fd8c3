import Foundation
import LacunaPluginHost
import LacunaProtocols

/// Checks of what a store gives back.
enum StoreChecks {
  /// Names of every form that there is.
  private static let names = [
    "manifest.json", "a", "Z", "0", "-", "_", "a.b.c", "shards/0000-0255.bin", "shards/x", "x.tmp",
    "cache/A_b-C.9", String(repeating: "n", count: 100), "a-", "-d/-", "_d/_.", "shards/shards",
  ]

  private static func bytes(_ count: Int, _ random: inout CheckRandom) -> [UInt8] {
    (0..<count).map { _ in random.byte() }
  }

  private static func require(
    _ store: any SketchStore,
    _ blobs: [String: [UInt8]],
    _ words: String
  ) throws {
    for (name, expected) in blobs.sorted(by: { $0.key < $1.key }) {
      guard let found = try store.read(name) else {
        throw Finding("\(words) there is no blob '\(name)', which was written")
      }
      guard found != expected else { continue }
      let index = zip(found, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      throw Finding(
        "\(words) blob '\(name)' has \(found.count) bytes of \(expected.count) written"
          + (index.map { ", and differs at byte \($0)" } ?? "")
      )
    }
    let listed = try store.list()
    guard listed == blobs.keys.sorted() else {
      throw Finding("\(words) the list is \(listed), expected \(blobs.keys.sorted())")
    }
  }

  /// What was written is read, to the last bit.
  static func roundTrip(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      var random = CheckRandom(seed: context.seed)
      let store = try subject.open()
      var blobs: [String: [UInt8]] = [:]
      let counts = [0, 1, 2, 511, 4096, 65_537, 1 << 20]
      for (index, name) in names.enumerated() {
        blobs[name] =
          index == 0 ? Array(0...255) : bytes(counts[index % counts.count], &random)
        try store.write(name, blobs[name] ?? [])
      }
      // Bytes that text and databases stumble over.
      blobs["zeros"] = Array(repeating: 0, count: 1000)
      blobs["text"] = Array("a\u{0}b\r\n\u{1A}'\"\\%s".utf8) + [0xFF, 0xFE, 0x00]
      for name in ["zeros", "text"] { try store.write(name, blobs[name] ?? []) }
      try require(store, blobs, "after writing")
      try require(store, blobs, "read again")
    }
  }

  /// What is absent is no error.
  static func missing(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      let store = try subject.open()
      for isEmpty in [true, false] {
        for name in ["absent", "shards/absent"] {
          if let found = try store.read(name) {
            throw Finding("read of '\(name)', which is absent, gives \(found.count) bytes")
          }
          try store.remove(name)
        }
        if isEmpty { try store.write("shards/present", [1]) }
      }
      try require(store, ["shards/present": [1]], "after removing what is absent")
    }
  }

  /// Every blob is listed once, also after changes.
  static func listing(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      let store = try subject.open()
      try require(store, [:], "before anything is written")
      var blobs: [String: [UInt8]] = [:]
      for number in 0..<40 {
        let name = number % 3 == 0 ? "top-\(number)" : "folder-\(number % 3)/blob-\(number)"
        blobs[name] = [UInt8(number)]
        try store.write(name, [UInt8(number)])
      }
      try require(store, blobs, "after forty writes")
      for name in blobs.keys.sorted().prefix(20) {
        blobs[name] = nil
        try store.remove(name)
      }
      try require(store, blobs, "after twenty removals")
      for name in blobs.keys.sorted() {
        try store.remove(name)
      }
      try require(store, [:], "after all removals")
    }
  }

  /// A write replaces all of what was there.
  static func overwriting(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      var random = CheckRandom(seed: context.seed)
      let store = try subject.open()
      for count in [100, 100_000, 3, 0, 70_000, 1] {
        let blob = bytes(count, &random)
        try store.write("shards/one", blob)
        try require(store, ["shards/one": blob], "after overwriting")
        try subject.open().write("shards/one", blob)
      }
      try store.remove("shards/one")
      try require(store, [:], "after removing")
      try store.write("shards/one", [7])
      try require(store, ["shards/one": [7]], "written again after removing")
    }
  }

  /// A store opened again has all, and can be extended.
  static func reopening(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      var random = CheckRandom(seed: context.seed)
      var blobs: [String: [UInt8]] = [:]
      for round in 0..<3 {
        let store = try subject.open()
        try require(store, blobs, "opened again")
        let lock = try store.lock()
        for number in 0..<4 {
          let name = "shards/\(round)-\(number)"
          blobs[name] = bytes(Int.random(in: 0...5000, using: &random), &random)
          try withExtendedLifetime(lock) { try store.write(name, blobs[name] ?? []) }
        }
      }
      try require(subject.open(), blobs, "opened again")
      // Another process knows nothing of what this one remembers.
      let found: [String: Int] = try context.child(StoreRoutines.reading.name, subject.place)
        .result()
      guard found == blobs.mapValues(\.count) else {
        throw Finding("another process finds \(found.count) blobs of \(blobs.count) written")
      }
    }
  }

  /// Two that have it open see what the other writes.
  static func instances(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      let one = try subject.open()
      try one.write("a", [1])
      let two = try subject.open()
      try require(two, ["a": [1]], "seen by another instance,")
      try one.write("a", [2, 3])
      try one.write("b", [])
      try require(two, ["a": [2, 3], "b": []], "seen by another instance, after more writes,")
      try two.remove("a")
      try require(one, ["b": []], "after another instance removed 'a',")
    }
  }

  /// `exists` tells whether anything has been stored, and changes nothing.
  static func exists(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      let before = subject.files()
      let store = try subject.open()
      guard try !store.exists() else { throw Finding("a place that is not there exists") }
      let after = subject.files()
      guard before == after else {
        throw Finding(
          "asking whether it exists made \(Set(after.keys).subtracting(before.keys).sorted())"
        )
      }
      try store.write("manifest.json", [1])
      guard try store.exists(), try subject.open().exists() else {
        throw Finding("after a write it does not exist")
      }
    }
  }

  /// Names that are no names are refused, and lead nowhere.
  static func names(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      let store = try subject.open()
      try store.write("good", [1])
      let bad = [
        "", "/", ".", "..", "../x", "x/..", "x/../y", ".hidden", "x/.hidden", "a/b/c", "/abs", "x/",
        "//x", "a b", "a\u{0}b", "é", "a\\b", "a:b", "*", "x\n", "~", "good/",
        "\(subject.folder)/x",
      ]
      let before = Set(subject.files().keys.filter { !$0.hasPrefix("place") })
      for name in bad {
        try refuse("write", name) { try store.write(name, [2]) }
        try refuse("read", name) { _ = try store.read(name) }
        try refuse("remove", name) { try store.remove(name) }
      }
      try require(store, ["good": [1]], "after bad names were refused,")
      let after = Set(subject.files().keys.filter { !$0.hasPrefix("place") })
      guard after == before else {
        throw Finding("bad names made \(after.subtracting(before).sorted()) beside the store")
      }
    }
  }

  private static func refuse(_ function: String, _ name: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      return
    }
    throw Finding("\(function) takes the name \(name.debugDescription), expected an error")
  }

  /// Bytes that somebody changed are given as they are, or are an error.
  static func corruption(_ context: CheckContext) throws {
    try StoreSubject.each(context) { subject in
      var random = CheckRandom(seed: context.seed)
      let files = FileManager.default
      do {
        let store = try subject.open()
        for number in 0..<6 {
          try store.write("shards/\(number)", bytes(number * 3000, &random))
        }
      }
      let kept = "\(context.scratch)/kept"
      try files.copyItem(atPath: subject.folder, toPath: kept)
      for round in 0..<24 {
        try files.removeItem(atPath: subject.folder)
        try files.copyItem(atPath: kept, toPath: subject.folder)
        let paths = subject.files().keys.map { "\(subject.folder)/\($0)" }.sorted().filter {
          (try? files.contentsOfDirectory(atPath: $0)) == nil
        }
        guard let path = paths.randomElement(using: &random) else { break }
        damage(path, round, &random)
        // Any answer will do; that there is one is the check.
        guard let store = try? subject.open() else { continue }
        _ = try? store.exists()
        for name in (try? store.list()) ?? [] { _ = try? store.read(name) }
        for number in 0..<6 { _ = try? store.read("shards/\(number)") }
        _ = try? store.write("shards/new", [1])
        _ = try? store.remove("shards/0")
      }
    }
  }

  private static func damage(_ path: String, _ round: Int, _ random: inout CheckRandom) {
    guard var data = FileManager.default.contents(atPath: path) else { return }
    switch round % 4 {
    case 0 where !data.isEmpty:
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        data[Int.random(in: 0..<data.count, using: &random)] ^= 1 << (random.byte() & 7)
      }
    case 1: data = data.prefix(Int.random(in: 0...data.count, using: &random))
    case 2: data = Data(count: data.count)
    default: data += Data(bytes(Int.random(in: 1...5000, using: &random), &random))
    }
    try? data.write(to: URL(fileURLWithPath: path))
  }
}
