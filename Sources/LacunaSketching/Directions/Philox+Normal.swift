import Foundation

/// What a stream of numbers is for; part of the counter, so that streams never meet.
enum PhiloxStream: UInt32 {
  case direction = 0
  case initialState = 1
  case evaluationSets = 32
  case bootstrap = 33
  case deletionSet = 2
}

extension Philox {
  /// Two uniform numbers of 53 bits in (0, 1) for an element of a row of a stream.
  func uniforms(_ stream: PhiloxStream, row: Int, element: Int) -> (Double, Double) {
    let w = words(
      SIMD4(
        UInt32(truncatingIfNeeded: element),
        UInt32(truncatingIfNeeded: row),
        UInt32(truncatingIfNeeded: row >> 32),
        stream.rawValue
      )
    )
    func unit(_ high: UInt32, _ low: UInt32) -> Double {
      let bits = (UInt64(high) << 32 | UInt64(low)) >> 11
      return (Double(bits) + 0.5) * 0x1p-53
    }
    return (unit(w[0], w[1]), unit(w[2], w[3]))
  }

  /// Two independent standard normal numbers, by Box and Muller's transform.
  func normals(_ stream: PhiloxStream, row: Int, element: Int) -> (Double, Double) {
    let (u, v) = uniforms(stream, row: row, element: element)
    let radius = (-2 * log(u)).squareRoot()
    let angle = 2 * Double.pi * v
    return (radius * cos(angle), radius * sin(angle))
  }
}
