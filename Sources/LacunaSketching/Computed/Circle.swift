import Foundation

/// The roots of unity ω^m, and Fourier coefficients of values at them.
struct Circle: Sendable {
  /// e^(2πi m/M) for m = 0 … M − 1.
  let roots: [Complex]

  /// A circle of so many points, a power of two.
  init(points: Int) {
    precondition(points > 0 && points & (points - 1) == 0, "a power of two")
    roots = (0..<points).map { m in
      // Angles within an eighth turn, so that symmetric points have symmetric coordinates.
      let eighth = 8 * m / points
      let rest =
        2 * Double.pi * (Double(m) - Double(points * ((eighth + 1) / 2)) / 4)
        / Double(points)
      let (x, y) = (cos(rest), sin(rest))
      switch ((eighth + 1) / 2) % 4 {
      case 0: return Complex(x, y)
      case 1: return Complex(-y, x)
      case 2: return Complex(-x, -y)
      default: return Complex(y, -x)
      }
    }
  }

  /// (1/M) Σ values[m] ω^(−rm) for r = 0 … M − 1: the fast Fourier transform, radix 2.
  func coefficients(_ values: [Complex]) -> [Complex] {
    let count = roots.count
    var data = values
    var j = 0
    for i in 1..<max(1, count) {
      var bit = count >> 1
      while j & bit != 0 {
        j ^= bit
        bit >>= 1
      }
      j |= bit
      if i < j { data.swapAt(i, j) }
    }
    var length = 2
    while length <= count {
      let stride = count / length
      for start in Swift.stride(from: 0, to: count, by: length) {
        for k in 0..<(length / 2) {
          let root = roots[k * stride]
          let odd = data[start + k + length / 2] * Complex(root.re, -root.im)
          let even = data[start + k]
          data[start + k] = even + odd
          data[start + k + length / 2] = Complex(even.re - odd.re, even.im - odd.im)
        }
      }
      length *= 2
    }
    return data.map { Complex($0.re / Double(count), $0.im / Double(count)) }
  }
}

extension Complex {
  /// The absolute value.
  var magnitude: Double { hypot(re, im) }

  /// Whether both parts are finite.
  var isFinite: Bool { re.isFinite && im.isFinite }
}

/// The root of a degree of a positive number.
func root(_ value: Double, _ degree: Int) -> Double { pow(value, 1 / Double(degree)) }
