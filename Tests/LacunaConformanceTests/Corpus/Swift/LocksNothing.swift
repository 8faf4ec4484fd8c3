import LacunaPluginKit

// fault: everybody gets the right to write
// check: store/lock
// also: store/concurrent-readers store/kill
final class LocksNothing: Files, StorePlugin {
  static let descriptor = StoreDescriptor(name: "open", summary: "locks-nothing", version: "1")
}
