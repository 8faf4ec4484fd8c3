import Foundation
import LacunaPluginHost
import LacunaProtocols

/// A library as it is, before anything of it is believed.
struct RawPlugin {
  typealias Entry = @convention(c) (UnsafePointer<lacuna_host>?) -> UnsafePointer<lacuna_plugin>?

  /// The exported function.
  let entry: Entry

  /// Loads the library as a host does.
  ///
  /// - Throws: ``Finding`` when it cannot be loaded or has no entry.
  init(_ path: String) throws {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
      let reason = dlerror().map { String(cString: $0) } ?? "no reason given"
      throw Finding("it cannot be loaded: \(reason)")
    }
    guard let symbol = dlsym(handle, "lacuna_plugin_entry") else {
      throw Finding("it exports no function lacuna_plugin_entry")
    }
    entry = unsafeBitCast(symbol, to: Entry.self)
  }

  /// The table, for the host that this is.
  ///
  /// - Throws: ``Finding`` when there is none.
  func table() throws -> UnsafePointer<lacuna_plugin> {
    guard let table = entry(HostTable.shared.pointer) else {
      throw Finding("lacuna_plugin_entry returned null to a host of version 1.0")
    }
    return table
  }
}

/// The table of a host of another version, with the extensions of this one; it lives as long as the process.
struct RawHost {
  let pointer: UnsafePointer<lacuna_host>

  /// A host of a version; what lies behind its table is not what a plugin may read.
  init(major: Int32 = LACUNA_ABI_MAJOR, minor: Int32, growth: Int = 0) {
    let size = MemoryLayout<lacuna_host>.size + growth
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: size + 256, alignment: 16)
    bytes.initializeMemory(as: UInt8.self, repeating: 0xA5, count: size + 256)
    var host = HostTable.shared.pointer.pointee
    host.magic.major = major
    host.magic.minor = minor
    host.struct_size = UInt64(size)
    bytes.storeBytes(of: host, as: lacuna_host.self)
    pointer = UnsafePointer(bytes.assumingMemoryBound(to: lacuna_host.self))
  }
}

/// The tables of a plugin, one after another; null ones are left out.
func rawTables<Table>(
  _ tables: UnsafePointer<UnsafePointer<Table>?>?,
  _ count: UInt64
) -> [UnsafePointer<Table>] {
  guard let tables, count <= 4096 else { return [] }
  return (0..<Int(count)).compactMap { tables[$0] }
}

extension lacuna_text {
  /// The bytes, or nil for a null pointer with a length.
  var bytesOrNil: [UInt8]? {
    guard length > 0 else { return [] }
    guard let bytes, length <= 1 << 30 else { return nil }
    return UnsafeRawBufferPointer(start: bytes, count: Int(length)).map { $0 }
  }

  /// The text, which has to be UTF-8 byte by byte.
  ///
  /// - Throws: ``Finding`` naming what the text is of, and the first byte at fault.
  func strict(_ what: String) throws -> String {
    guard let bytes = bytesOrNil else {
      throw Finding("\(what) is \(bytes == nil ? "a null pointer" : "a text") of length \(length)")
    }
    if let string = String(validating: bytes, as: UTF8.self) { return string }
    let good = Self.wellFormedPrefix(bytes)
    throw Finding(
      "\(what) is not UTF-8: after '\(String(decoding: bytes.prefix(good), as: UTF8.self).suffix(40))' comes "
        + "byte 0x\(String(bytes[min(good, bytes.count - 1)], radix: 16)) at position \(good)"
    )
  }

  /// How many bytes at the beginning are UTF-8.
  private static func wellFormedPrefix(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { count += UTF8.width(scalar) }
    return count
  }
}
