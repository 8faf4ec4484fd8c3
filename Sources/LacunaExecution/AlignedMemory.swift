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
    base = pointer
    base.initializeMemory(as: UInt8.self, repeating: 0, count: self.bytes)
  }

  deinit { free(base) }
}
