import CLacunaABI
import LacunaProtocols

/// A place opened by a plugin's store.
final class StoreProxy: SketchStore, @unchecked Sendable {
  let location: String
  private let store: LoadedStore
  private let pointer: UnsafePointer<lacuna_store>
  /// The plugin's.
  ///
  /// Its functions may be called from any thread.
  private let instance: UnsafeMutableRawPointer?

  private var table: lacuna_store { pointer.pointee }

  init(
    _ store: LoadedStore,
    _ table: UnsafePointer<lacuna_store>,
    location: String
  ) throws(PluginError) {
    var instance: UnsafeMutableRawPointer?
    try store.owner.call("store '\(store.descriptor.name):\(location)'", "open") {
      location.withForeignText { table.pointee.open(table, $0, &instance) }
    }
    self.location = "\(store.descriptor.name):\(location)"
    self.store = store
    pointer = table
    self.instance = instance
  }

  deinit { table.close(instance) }

  func exists() throws -> Bool {
    var answer: Int32 = 0
    try call("exists") { table.exists(instance, &answer) }
    return answer != 0
  }

  func list() throws -> [String] {
    let pieces = PieceCollector()
    try call("list") { try pieces.filled { table.list(instance, $0) } }
    return pieces.pieces.map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  func read(_ name: String) throws -> [UInt8]? {
    let pieces = PieceCollector()
    var found: Int32 = 0
    try call("read \(name)") {
      try pieces.filled { sink in
        name.withForeignText { table.read(instance, $0, &found, sink) }
      }
    }
    return found == 0 ? nil : pieces.pieces.reduce(into: []) { $0 += $1 }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try call("write \(name)") {
      name.withForeignText { table.write(instance, $0, bytes, UInt64(bytes.count)) }
    }
  }

  func remove(_ name: String) throws {
    try call("remove \(name)") { name.withForeignText { table.remove(instance, $0) } }
  }

  func lock() throws -> any SketchStoreLock {
    var lock: UnsafeMutableRawPointer?
    try call("lock") { table.lock(instance, &lock) }
    return Lock(store: self, lock: lock)
  }

  private func call(
    _ function: String,
    _ body: () throws -> UnsafeMutablePointer<lacuna_error>?
  ) throws(PluginError) {
    try store.owner.call("store '\(location)'", function, body)
  }

  /// The right to write, given up with the last reference; it keeps its store open.
  private final class Lock: SketchStoreLock, @unchecked Sendable {
    private let store: StoreProxy
    private let lock: UnsafeMutableRawPointer?

    init(store: StoreProxy, lock: UnsafeMutableRawPointer?) {
      self.store = store
      self.lock = lock
    }

    deinit { store.table.unlock(store.instance, lock) }
  }
}

/// Receives pieces of text or bytes.
final class PieceCollector: Collector {
  var failure: ForeignError?
  private(set) var pieces: [[UInt8]] = []

  func filled(
    _ body: (UnsafePointer<lacuna_text_sink>) -> UnsafeMutablePointer<lacuna_error>?
  ) throws -> UnsafeMutablePointer<lacuna_error>? {
    try collecting { context in
      var sink = lacuna_text_sink(
        struct_size: UInt64(MemoryLayout<lacuna_text_sink>.size),
        context: context,
        accept: { context, piece in PieceCollector.accept(context) { try $0.take(piece) } }
      )
      return body(&sink)
    }
  }

  private func take(_ piece: lacuna_text) throws {
    let bytes = try Self.array(piece.bytes, piece.length, of: "a piece")
    pieces.append(bytes.withUnsafeBytes { Array($0) })
  }
}
