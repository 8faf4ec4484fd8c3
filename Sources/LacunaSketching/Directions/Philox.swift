/// Philox4x32-10: four random words from a counter and a key, with no state in between.
///
/// J. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11.
public struct Philox: Sendable {
  /// The key.
  public let key: (UInt32, UInt32)

  /// A generator with a seed for its key.
  public init(seed: UInt64) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  }

  /// The four words of a counter.
  public func words(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    // Scalars, for which compilers make better code than for the elements of a vector.
    var (x0, x1, x2, x3) = (counter[0], counter[1], counter[2], counter[3])
    var (k0, k1) = key
    for _ in 0..<10 {
      let p = UInt64(0xD251_1F53) &* UInt64(x0)
      let q = UInt64(0xCD9E_8D57) &* UInt64(x2)
      x0 = UInt32(truncatingIfNeeded: q >> 32) ^ x1 ^ k0
      x1 = UInt32(truncatingIfNeeded: q)
      x2 = UInt32(truncatingIfNeeded: p >> 32) ^ x3 ^ k1
      x3 = UInt32(truncatingIfNeeded: p)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return SIMD4(x0, x1, x2, x3)
  }
}
