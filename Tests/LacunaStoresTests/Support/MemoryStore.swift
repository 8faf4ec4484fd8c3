import LacunaProtocols
import Synchronization

/// A store in memory that counts nothing, syncs nothing, and lets a test spoil what it holds.
final class MemoryStore: SketchStore {
  struct WriteRefused: Error {}
  private final class Lock: SketchStoreLock {}

  private let blobs = Mutex<[String: [UInt8]]>([:])
  private let refused = Mutex<String?>(nil)
  let location = "memory"

  func exists() -> Bool { blobs.withLock { !$0.isEmpty } }
  func list() -> [String] { blobs.withLock { $0.keys.sorted() } }
  func read(_ name: String) -> [UInt8]? { blobs.withLock { $0[name] } }
  func remove(_ name: String) { blobs.withLock { $0[name] = nil } }
  func lock() -> any SketchStoreLock { Lock() }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    if refused.withLock({ $0 == name }) { throw WriteRefused() }
    blobs.withLock { $0[name] = bytes }
  }

  /// From now on, writing this blob fails; nil lets every blob be written again.
  func refuse(_ name: String?) { refused.withLock { $0 = name } }

  /// Changes a blob behind the archive's back.
  func spoil(_ name: String, _ change: (inout [UInt8]) -> Void) {
    blobs.withLock { blobs in
      if var bytes = blobs[name] {
        change(&bytes)
        blobs[name] = bytes
      }
    }
  }
}
