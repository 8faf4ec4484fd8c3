import LacunaPluginKit
import Synchronization

// fault: blobs live as long as the instance that wrote them
// check: store/reopening
// also: store/*
final class ForgetsAtTheEnd: StorePlugin {
  static let descriptor = StoreDescriptor(
    name: "brief",
    summary: "forgets-at-the-end",
    version: "1"
  )

  let location: String
  private let blobs = Mutex<[String: [UInt8]]>([:])

  init(location: String) { self.location = location }

  func exists() -> Bool { blobs.withLock { !$0.isEmpty } }
  func list() -> [String] { blobs.withLock { $0.keys.sorted() } }
  func read(_ name: String) -> [UInt8]? { blobs.withLock { $0[name] } }
  func write(_ name: String, _ bytes: [UInt8]) { blobs.withLock { $0[name] = bytes } }
  func remove(_ name: String) { blobs.withLock { $0[name] = nil } }
  func lock() -> any SketchStoreLock { Lock() }

  private final class Lock: SketchStoreLock {}
}
