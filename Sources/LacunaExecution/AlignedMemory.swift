/// Memory aligned to slots, zero at first, freed with its owner.
final class AlignedMemory: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let bytes: Int

  init(bytes: Int) throws(ExecutionError) {
    self.bytes = max(bytes, Alignment.slot)
    guard bytes < 1 << 46 else { throw .outOfMemory(bytes: bytes) }
    base = UnsafeMutableRawPointer.allocate(
      byteCount: self.bytes,
      alignment: Alignment.slot
    )
    base.initializeMemory(as: UInt8.self, repeating: 0, count: self.bytes)
  }

  deinit { base.deallocate() }
}
