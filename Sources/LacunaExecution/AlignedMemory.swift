#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Memory aligned to slots, zero at first, freed with its owner.
final class AlignedMemory: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let bytes: Int

  /// Whether the memory is a file's.
  private let isMapped: Bool

  private static let hugePage = 2 << 20

  init(bytes: Int) throws(ExecutionError) {
    self.bytes = max(bytes, Alignment.slot)
    var pointer: UnsafeMutableRawPointer?
    // Unlike the allocator of the language, this one says when there is no more.
    let isLarge = bytes >= Self.hugePage
    let alignment = isLarge ? Self.hugePage : Alignment.slot
    guard posix_memalign(&pointer, alignment, self.bytes) == 0, let pointer else {
      throw .outOfMemory(bytes: bytes)
    }
    #if os(Linux)
    // Fewer misses of the translation buffer; a wish, which the system may leave unheard.
    if isLarge { madvise(pointer, self.bytes, MADV_HUGEPAGE) }
    #endif
    isMapped = false
    base = pointer
    base.initializeMemory(as: UInt8.self, repeating: 0, count: self.bytes)
  }

  /// Memory in a nameless file of a folder, which goes with its owner.
  init(bytes: Int, inFileOf folder: String) throws(ExecutionError) {
    self.bytes = max(bytes, Alignment.slot)
    func fail(_ action: String) -> ExecutionError {
      .spill(folder: folder, bytes: bytes, reason: "\(action): \(String(cString: strerror(errno)))")
    }
    var path = Array("\(folder)/lacuna-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw fail("cannot make a file") }
    defer { close(file) }
    unlink(path)
    // Room is taken at once: a full disk met later would be a signal, not an error.
    let code = posix_fallocate(file, 0, off_t(self.bytes))
    if code != 0 {
      errno = code
      throw fail("cannot take the room")
    }
    let mapped = mmap(nil, self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
    guard let mapped, mapped != MAP_FAILED else { throw fail("cannot map a file") }
    isMapped = true
    base = mapped
  }

  deinit {
    if isMapped { munmap(base, bytes) } else { free(base) }
  }
}
