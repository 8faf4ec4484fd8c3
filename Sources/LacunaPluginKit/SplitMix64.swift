/// Steele, Lea and Flood's SplitMix64: numbers that are the same on every machine.
///
/// Whatever of a schedule is random comes from it, keyed by a seed of the configuration.
public struct SplitMix64: Sendable {
  private var state: UInt64

  /// The generator of a seed.
  public init(seed: UInt64) { state = seed }

  /// One of many generators of a seed.
  ///
  /// Streams begin at scattered places of the one cycle: counted up, a seed would give streams that are each
  /// other's, shifted by one.
  public init(seed: UInt64, stream: UInt64) {
    var generator = SplitMix64(seed: seed)
    generator = SplitMix64(seed: generator.next() ^ (stream &* 0xD1B5_4A32_D192_ED03))
    state = generator.next()
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 to `bound` − 1, by Lemire's multiplication; the bias is below bound/2⁶⁴.
  public mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
