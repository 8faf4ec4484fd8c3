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

  init(bytes: Int) throws(ExecutionError) {
    self.bytes = max(bytes, Alignment.slot)
    var pointer: UnsafeMutableRawPointer?
    // Unlike the allocator of the language, this one says when there is no more.
    guard posix_memalign(&pointer, Alignment.slot, self.bytes) == 0, let pointer else {
      throw .outOfMemory(bytes: bytes)
    }
    base = pointer
    base.initializeMemory(as: UInt8.self, repeating: 0, count: self.bytes)
  }

  deinit { free(base) }
}
