import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension PluginImage {
  /// Whether a file is a library that cannot be a plugin: the name of the entry function does not occur in it.
  ///
  /// A library that only happens to lie among plugins is not loaded to find that out. A file that is no
  /// library at all is another matter: loading it says what is wrong with it.
  static func isOtherLibrary(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let file = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped),
      file.starts(with: [0x7F, UInt8(ascii: "E"), UInt8(ascii: "L"), UInt8(ascii: "F")])
    else { return false }
    return !file.withUnsafeBytes { contains(Array(entryName.utf8), in: $0) }
  }

  /// Whether bytes occur among others.
  private static func contains(_ wanted: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while rest.count >= wanted.count, let start = rest.baseAddress,
      let found = memchr(start, Int32(wanted[0]), rest.count - wanted.count + 1)
    {
      if memcmp(found, wanted, wanted.count) == 0 { return true }
      let next = UnsafeRawPointer(found) - start + 1
      rest = UnsafeRawBufferPointer(rebasing: rest[next...])
    }
    return false
  }
}
