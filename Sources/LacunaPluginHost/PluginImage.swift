import CLacunaABI
import LacunaProtocols

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The dynamic linker.
enum PluginImage {
  /// The one function that a plugin exports.
  static let entryName = "lacuna_plugin_entry"

  /// What the entry function of the library at an absolute path returns.
  ///
  /// The library is never closed: the Swift runtime keeps pointers into every image it has seen.
  static func entryTable(_ path: String) throws(PluginError) -> UnsafePointer<lacuna_plugin> {
    guard path.hasPrefix("/") else {
      throw .notALibrary(path: path, reason: "the path is relative, expected an absolute one")
    }
    var status = stat()
    guard stat(path, &status) == 0 else { throw .noSuchFile(path: path) }
    // To open a pipe would be to wait for somebody who writes to it.
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .notALibrary(path: path, reason: "it is no regular file")
    }
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
      throw .notALibrary(path: path, reason: lastError())
    }
    guard let symbol = dlsym(handle, entryName) else {
      throw .noEntry(path: path)
    }
    typealias Entry = @convention(c) (UnsafePointer<lacuna_host>?) -> UnsafePointer<lacuna_plugin>?
    guard let table = unsafeBitCast(symbol, to: Entry.self)(HostTable.shared.pointer) else {
      throw .refused(path: path)
    }
    return table
  }

  private static func lastError() -> String {
    dlerror().map { String(cString: $0) } ?? "the dynamic linker gives no reason"
  }
}

/// What the host offers to every plugin, until the process ends.
package struct HostTable: @unchecked Sendable {
  /// Written once, here, and never changed.
  package let pointer: UnsafePointer<lacuna_host>

  /// The one table.
  package static let shared = HostTable()

  private init() {
    let table = UnsafeMutablePointer<lacuna_host>.allocate(capacity: 1)
    table.initialize(
      to: lacuna_host(
        magic: lacuna_magic(
          struct_size: UInt64(MemoryLayout<lacuna_magic>.size),
          magic: UInt64(LACUNA_MAGIC),
          major: LACUNA_ABI_MAJOR,
          minor: LACUNA_ABI_MINOR,
          pointer_width: Int32(Int.bitWidth),
          reserved: 0,
          toolchain: .permanent("swift")
        ),
        struct_size: UInt64(MemoryLayout<lacuna_host>.size),
        name: .permanent("lacuna"),
        version: .permanent("1.0"),
        context: nil,
        get_extension: { _, id in HostExtension.table(id) }
      )
    )
    pointer = UnsafePointer(table)
  }
}
