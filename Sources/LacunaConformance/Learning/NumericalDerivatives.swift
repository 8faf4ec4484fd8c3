import Foundation

/// Taylor coefficients of a real function at 0, from its values alone.
///
/// A polynomial is laid through values at Chebyshev points of [−h, h], for several h. Truncation grows
/// with h and rounding with 1/h; where the coefficients of two neighbouring widths differ least, their
/// difference bounds both, however large they are for the function at hand.
struct NumericalDerivatives {
  /// The points at which the function is evaluated, in order.
  static let points: [Double] = widths.flatMap { width in nodes.map { width * $0 } } + wiggles

  private static let widths = stride(from: -2, through: -12, by: -2).map { exp2(Double($0)) }
  private static let nodes = (0..<8).map { cos(Double.pi * (2 * Double($0) + 1) / 16) }
  /// So near to 0 that the function differs by rounding alone, amplified by whatever it computes.
  private static let wiggles = (0..<8).map { Double($0 - 4) * 0x1p-50 }

  /// What is known of the coefficients of a degree.
  struct Estimate {
    /// A coefficient for each output of the function.
    var values: [Double]
    /// How far they can be off.
    var error: Double
    /// Which part of that is rounding.
    var rounding: Double
  }

  private let values: [[Double]]
  private let noise: Double

  /// The function with these values, a vector for each of the points.
  init(values: [[Double]]) {
    self.values = values
    let rest = values.suffix(Self.wiggles.count)
    let base = rest.first ?? []
    let scale = base.map(abs).max() ?? 0
    let wiggle = rest.flatMap { zip($0, base).map { abs($0 - $1) } }.max() ?? 0
    noise = wiggle + scale * 0x1p-52
  }

  /// The coefficient of a degree from 1 to 3.
  func estimate(degree: Int) -> Estimate {
    let row = Self.weights[degree]
    let gain = row.map(abs).reduce(0, +)
    let all = Self.widths.indices.map { coefficients(width: $0, degree, row) }
    var best = Estimate(values: all[0], error: .infinity, rounding: 0)
    for (index, pair) in zip(all, all.dropFirst()).enumerated() {
      let difference = zip(pair.0, pair.1).map { abs($0 - $1) }.max() ?? 0
      let rounding = 4 * gain * noise / pow(Self.widths[index + 1], Double(degree))
      // The narrower of the two has the smaller truncation.
      if difference + rounding < best.error {
        best = Estimate(
          values: pair.1,
          error: difference + rounding,
          rounding: rounding
        )
      }
    }
    return best
  }

  private func coefficients(width: Int, _ degree: Int, _ row: [Double]) -> [Double] {
    let block = values[width * Self.nodes.count..<(width + 1) * Self.nodes.count]
    let unit = pow(Self.widths[width], Double(degree))
    return values[0].indices.map { output in
      zip(row, block).reduce(0) { $0 + $1.0 * $1.1[output] } / unit
    }
  }

  /// For each degree what each value counts for in the coefficient, on the interval [−1, 1].
  private static let weights: [[Double]] = {
    let count = nodes.count
    var polynomials: [[Double]] = [[1], [0, 1]]
    for degree in 2..<count {
      var next = [0] + polynomials[degree - 1].map { 2 * $0 }
      for (power, value) in polynomials[degree - 2].enumerated() { next[power] -= value }
      polynomials.append(next)
    }
    return (0...3).map { power in
      nodes.map { node in
        polynomials.enumerated().reduce(0) { sum, item in
          guard power < item.element.count else { return sum }
          let value = cos(Double(item.offset) * acos(node))
          let weight = (item.offset == 0 ? 1 : 2) / Double(count)
          return sum + weight * value * item.element[power]
        }
      }
    }
  }()
}

extension NumericalDerivatives {
  /// Compares a jet with the function.
  ///
  /// - Parameters:
  ///   - jet: the coefficients from degree 1, for each output.
  ///   - subject: what the function is, for messages.
  ///   - name: the name of an output.
  /// - Throws: ``Finding``.
  func compare(jet: [[Double]], subject: String, name: (Int) -> String) throws {
    for (index, coefficients) in jet.enumerated() {
      let degree = index + 1
      let estimate = estimate(degree: degree)
      let scale = max(
        coefficients.map(abs).max() ?? 0,
        estimate.values.map(abs).max() ?? 0
      )
      let truncation = estimate.error - estimate.rounding
      if truncation > max(0.05 * scale, estimate.rounding) {
        throw Finding(
          "\(subject) is not smooth: its numerical derivative of degree \(degree) does not settle as the "
            + "step shrinks (differences of \(Float(truncation)), size \(Float(scale)))"
        )
      }
      let tolerance = 8 * estimate.error
      for (output, pair) in zip(coefficients, estimate.values).enumerated()
      where !(abs(pair.0 - pair.1) <= tolerance) {
        throw Finding(
          "\(subject): coefficient \(degree) of \(name(output)) is \(pair.0) by jets, and \(pair.1) ± "
            + "\(Float(tolerance)) by values at real weights"
        )
      }
    }
  }
}
