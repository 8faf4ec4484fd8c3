import Foundation
import LacunaProtocols
import LacunaTestSupport
import Synchronization
import Testing

/// What every store promises, asked of the directory store and of the SQLite store alike.
struct StoreContractTests {
  private let folder: StoreFolder

  init() throws {
    folder = try StoreFolder()
  }

  @Test(arguments: StorePlace.allCases)
  func nothingIsThereUntilSomethingIsWritten(place: StorePlace) throws {
    let store = try place.open(in: folder)
    #expect(try !store.exists())
    #expect(try store.list().isEmpty)
    #expect(try store.read("a") == nil)
    try store.remove("a")
    #expect(folder.entries.isEmpty)
    try store.write("a", [])
    #expect(try store.exists())
    #expect(folder.entries.count == 1)
  }

  @Test(arguments: StorePlace.allCases)
  func blobsComeBackAreListedInOrderAndGo(place: StorePlace) throws {
    let store = try place.open(in: folder)
    try store.write("b", [1])
    try store.write("a/z", [])
    try store.write("a.txt", [2, 3])
    try store.write("b", [4])
    #expect(try store.list() == ["a.txt", "a/z", "b"])
    #expect(try store.read("b") == [4])
    #expect(try store.read("a/z") == [])
    #expect(try store.read("a/y") == nil)
    try store.remove("a/z")
    try store.remove("a/z")
    #expect(try store.list() == ["a.txt", "b"])
    #expect(try store.read("a/z") == nil)
    // Another handle sees the same.
    #expect(try place.open(in: folder).list() == ["a.txt", "b"])
  }

  @Test(arguments: StorePlace.allCases)
  func sizesOfAllKindsComeBackToTheLastByte(place: StorePlace) throws {
    let store = try place.open(in: folder)
    let row = 4 << 20
    for size in [0, 1, 255, 4096, 70_001, row - 1, row, row + 1, 2 * row + 12_345] {
      var bytes = [UInt8](repeating: 7, count: size)
      for place in stride(from: 0, to: size, by: 997) {
        bytes[place] = UInt8(truncatingIfNeeded: place &* 31 &+ place >> 11)
      }
      try store.write("blob", bytes)
      #expect(try store.read("blob") == bytes, "\(size) bytes")
    }
  }

  @Test(arguments: StorePlace.allCases)
  func namesThatClimbOutOrAreMalformedAreRefused(place: StorePlace) throws {
    let store = try place.open(in: folder)
    let names = [
      "", ".", "..", "../a", "a/..", "/a", "a/", "a//b", "a/b/c", ".hidden", "a/.b", "a b",
      "a\\b", "ä", "a\0b", "a\n", "a'; DROP TABLE blob; --", String(repeating: "x", count: 256),
    ]
    for name in names {
      for work in [
        { _ = try store.read(name) }, { try store.write(name, [1]) }, { try store.remove(name) },
      ] {
        let error = thrown(work)
        #expect(
          error?.message.hasSuffix(
            "'\(name)' cannot name a blob of a store: expected one or two components of the "
              + "characters a–z A–Z 0–9 . _ -, separated by '/', none beginning with a dot"
          ) == true,
          "\(name)"
        )
        #expect(error?.category == .software)
      }
    }
    #expect(folder.entries.isEmpty)
    try store.write(String(repeating: "x", count: 255), [1])
    #expect(try store.list().count == 1)
  }

  @Test(arguments: StorePlace.allCases)
  func oneHoldsTheRightToWriteAndIsNamed(place: StorePlace) throws {
    let (first, second) = (try place.open(in: folder), try place.open(in: folder))
    let lock = try first.lock()
    try withExtendedLifetime(lock) {
      for store in [first, second] {
        let error = thrown { _ = try store.lock() }
        let process = ProcessInfo.processInfo
        #expect(
          error?.message.contains(
            "is being written to by process \(process.processIdentifier) on \(process.hostName); "
              + "wait until it has ended, or name another store"
          ) == true
        )
        #expect(error?.category == .temporary)
      }
      try first.write("a", [1])
      #expect(try second.read("a") == [1])
    }
  }

  @Test(arguments: StorePlace.allCases)
  func aLockThatIsDroppedIsGivenUp(place: StorePlace) throws {
    let store = try place.open(in: folder)
    for _ in 0..<3 { _ = try store.lock() }
  }

  @Test(arguments: StorePlace.allCases)
  func threadsWriteAtOnceAndLoseNothing(place: StorePlace) throws {
    let folder = self.folder
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      do {
        let store = try place.open(in: folder)
        for number in 0..<5 {
          let bytes = [UInt8](repeating: UInt8(10 * thread + number), count: 30_000 * number)
          try store.write("shards/\(thread)-\(number)", bytes)
          guard try store.read("shards/\(thread)-\(number)") == bytes else {
            failures.withLock { $0.append("\(thread)-\(number) was not read back") }
            return
          }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock(\.self) == [])
    let store = try place.open(in: folder)
    #expect(try store.list().count == 20)
    #expect(try store.read("shards/3-4") == [UInt8](repeating: 34, count: 120_000))
  }

  @Test(arguments: StorePlace.allCases)
  func readersBesideAWriterSeeWholeBlobs(place: StorePlace) throws {
    let folder = self.folder
    let size = 50_000
    try place.open(in: folder).write("blob", [UInt8](repeating: 0, count: size))
    let rounds = Stress.count(25, all: 500)
    let isDone = Mutex(false)
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 3) { thread in
      do {
        let store = try place.open(in: folder)
        if thread == 0 {
          defer { isDone.withLock { $0 = true } }
          for round in 1...rounds {
            // Of a length of its own each time, so that a mixture would be seen.
            let byte = UInt8(truncatingIfNeeded: round)
            try store.write("blob", [UInt8](repeating: byte, count: size + round))
          }
          return
        }
        var last = 0
        repeat {
          let bytes = try store.read("blob") ?? []
          let round = bytes.count - size
          guard (last...rounds).contains(round),
            bytes.allSatisfy({ $0 == UInt8(truncatingIfNeeded: round) })
          else {
            failures.withLock { $0.append("\(bytes.count) bytes, from \(bytes.first ?? 0)") }
            return
          }
          last = round
        } while !isDone.withLock(\.self)
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock(\.self) == [])
  }
}
