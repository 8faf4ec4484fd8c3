import Foundation
import Glibc
import LacunaProtocols
import Testing

@testable import LacunaStores

/// What is left after a write that fails, at each of the places where it can.
@Suite struct DirectoryStoreFailureTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try DirectoryStore(path: folder.path).write("shards/blob", [1, 2, 3])
  }

  private func store(_ change: (inout FileOperations) -> Void) -> DirectoryStore {
    var operations = FileOperations()
    change(&operations)
    return DirectoryStore(path: folder.path, operations: operations)
  }

  private func expectOldBlob() throws {
    #expect(folder.files() == ["shards/blob"])
    #expect(try DirectoryStore(path: folder.path).read("shards/blob") == [1, 2, 3])
  }

  @Test(arguments: [ENOSPC, EDQUOT, EFBIG])
  func `a full disk leaves the old blob and says what to do`(code: Int32) throws {
    let store = store {
      $0.write = { descriptor, bytes in
        // Half of it fits, as on a real disk.
        if bytes.count == 4 { return Glibc.write(descriptor, bytes.baseAddress, 2) }
        errno = code
        return -1
      }
    }
    let write = { try store.write("shards/blob", [4, 5, 6, 7]) }
    #expect(
      message(write)
        == "\(folder.path)/shards/blob: no room to write 4 bytes: \(StoreError.reason(code)); free "
        + "some space, or raise the quota or the file-size limit, and run the same command again; "
        + "what was stored before is intact"
    )
    #expect(category(write) == .ioError)
    try expectOldBlob()
  }

  @Test(arguments: [EIO, 0])
  func `a failing disk leaves the old blob`(code: Int32) throws {
    let store = store {
      $0.write = { _, _ in
        errno = code
        return code == 0 ? 0 : -1
      }
    }
    let write = { try store.write("shards/blob", [4]) }
    #expect(
      message(write)
        == "\(folder.path)/shards/blob: writing failed: Input/output error; check the disk and run "
        + "the same command again"
    )
    #expect(category(write) == .ioError)
    try expectOldBlob()
  }

  @Test func `a failing sync leaves the old blob`() throws {
    let store = store {
      $0.sync = { _ in
        errno = EIO
        return -1
      }
    }
    #expect(message { try store.write("shards/blob", [4]) }?.contains("syncing failed") == true)
    try expectOldBlob()
  }

  @Test func `a read-only place leaves the old blob`() throws {
    let store = store {
      $0.rename = { _, _, _ in
        errno = EROFS
        return -1
      }
    }
    let write = { try store.write("shards/blob", [4]) }
    #expect(
      message(write)
        == "\(folder.path)/shards/blob cannot be written: Read-only file system; check its "
        + "permissions, or name another place"
    )
    #expect(category(write) == .cannotCreate)
    try expectOldBlob()
  }

  @Test func `an interrupted call is repeated`() throws {
    let calls = Counter()
    let store = store {
      $0.write = { descriptor, bytes in
        if calls.next() % 2 == 1 {
          errno = EINTR
          return -1
        }
        return Glibc.write(descriptor, bytes.baseAddress, 1)
      }
    }
    try store.write("shards/blob", [7, 8, 9])
    #expect(try store.read("shards/blob") == [7, 8, 9])
  }

  @Test func `a folder in the place of the blob is not replaced`() throws {
    let store = DirectoryStore(path: folder.path)
    #expect(message { try store.write("shards", [4]) }?.contains("Is a directory") == true)
    try expectOldBlob()
  }

  @Test func `a place where no folder can be made is named`() {
    let store = DirectoryStore(path: "/proc/lacuna/sketch")
    #expect(category { try store.write("a", []) } == .cannotCreate)
    #expect(message { try store.write("a", []) }?.hasPrefix("/proc/lacuna cannot be") == true)
    #expect(category { try DirectoryStore(path: "").write("a", []) } == .cannotCreate)
  }

  @Test func `the words for a place that may not be read name the reason`() {
    // The superuser may read everything, so this is not provoked but said.
    let error = StoreError.reading("/s", code: EACCES)
    #expect("\(error)" == "/s cannot be read: Permission denied; check its permissions")
    #expect(error.category == .noInput)
    #expect(
      "\(StoreError.reading("/s", code: EIO))"
        == "/s: reading failed: Input/output error; check the disk and run the same command again"
    )
    #expect(
      "\(StoreError.cannotLock(path: "/s", reason: "No locks available"))"
        == "/s cannot be locked: No locks available; put the store on a file system that supports "
        + "flock"
    )
    #expect(StoreError.cannotLock(path: "/s", reason: "").category == .osError)
  }
}

/// Counts calls from wherever they come.
private final class Counter: Sendable {
  private let lock = NSLock()
  nonisolated(unsafe) private var count = 0

  func next() -> Int {
    lock.withLock {
      count += 1
      return count
    }
  }
}
