import Foundation

/// Student's t distribution: that of a mean of normal samples over its own standard error.
enum StudentT {
  /// The half-width, in standard errors, of an interval of a confidence between 0 and 1.
  ///
  /// The two tails hold I_x(ν/2, 1/2) with x = ν/(ν + t²), where I is the regularised incomplete beta
  /// function (Abramowitz & Stegun 26.7.1); t is found by bisection.
  static func halfWidth(confidence: Double, degreesOfFreedom: Int) -> Double {
    let nu = Double(degreesOfFreedom)
    let tail = 1 - confidence
    func excess(_ t: Double) -> Double { beta(nu / (nu + t * t), nu / 2, 0.5) - tail }
    var low = 0.0
    var high = 1.0
    while excess(high) > 0, high < 1e300 { high *= 2 }
    while true {
      let middle = (low + high) / 2
      if middle <= low || middle >= high { return middle }
      if excess(middle) > 0 { low = middle } else { high = middle }
    }
  }

  /// The regularised incomplete beta function I_x(a, b), by its continued fraction (A&S 26.5.8) on the
  /// side where that converges fast.
  static func beta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - beta(1 - x, b, a) }
    let front =
      exp(
        lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
      ) / a
    // Lentz's method.
    var c = 1.0
    var d = 1 / (1 - (a + b) * x / (a + 1))
    var fraction = d
    for m in 1...500 {
      let k = Double(m)
      let even = k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))
      d = 1 / (1 + even * d)
      c = 1 + even / c
      fraction *= d * c
      let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
      d = 1 / (1 + odd * d)
      c = 1 + odd / c
      fraction *= d * c
      if abs(d * c - 1) < 1e-15 { break }
    }
    return front * fraction
  }
}
