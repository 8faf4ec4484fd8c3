import Foundation

/// The binary logarithm of a Euclidean norm, for numbers whose squares would leave the range of doubles.
///
/// Coefficients of degree 100 are of any size: 1e-200 is nothing unusual.
struct Log2Norm {
  /// The largest magnitude so far.
  private var scale = 0.0
  /// The sum of squares of the numbers over `scale`.
  private var sum = 0.0

  /// Adds a number.
  mutating func add(_ value: Double) {
    let size = abs(value)
    guard size > 0 else { return }
    if size > scale {
      sum = sum * (scale / size) * (scale / size) + 1
      scale = size
    } else {
      sum += (size / scale) * (size / scale)
    }
  }

  /// Adds both parts of a complex number.
  mutating func add(_ value: Complex) {
    add(value.re)
    add(value.im)
  }

  /// The logarithm; −∞ when all was zero, NaN when something was.
  var value: Double {
    guard scale > 0 else { return sum.isNaN ? .nan : -.infinity }
    return log2(scale) + 0.5 * log2(sum)
  }
}
