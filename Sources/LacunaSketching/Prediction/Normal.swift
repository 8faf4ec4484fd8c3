import Foundation

/// The standard normal distribution.
enum Normal {
  /// The half-width, in standard errors, of an interval of a confidence between 0 and 1.
  ///
  /// By Newton's method on erfc, from a start that is never too small.
  static func halfWidth(confidence: Double) -> Double {
    let tail = 1 - confidence
    var x = max(0, (-2 * log(max(tail, 1e-300))).squareRoot())
    for _ in 0..<100 {
      let excess = erfc(x / 2.0.squareRoot()) - tail
      let slope = -(2 / Double.pi).squareRoot() * exp(-x * x / 2)
      let next = x - excess / slope
      if abs(next - x) <= 1e-14 * max(1, x) { return max(0, next) }
      x = next
    }
    return x
  }
}
