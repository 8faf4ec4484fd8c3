import Foundation

/// Taylor coefficients of a real function at 0, from its values alone.
///
/// A polynomial is laid through values at Chebyshev points of [−h, h], for several h. Truncation grows
/// with h and rounding with 1/h. How far the coefficients of two neighbouring widths differ, and how far
/// the polynomial misses the values that lie further inside, tells both, however large they are for the
/// function at hand; the width that is best of all counts.
///
/// A function may have kinks beside 0, as a network with rectifiers has: it is smooth within the nearest
/// of them, and the widths go down to where only a kink at 0 itself is left.
struct NumericalDerivatives {
  /// The points at which the function is evaluated, in order.
  static let points: [Double] = widths.flatMap { width in nodes.map { width * $0 } } + wiggles

  private static let widths = [2, 4, 6, 8, 10, 12, 17, 22, 27, 32].map { exp2(-Double($0)) }
  private static let nodes = (0..<8).map { cos(Double.pi * (2 * Double($0) + 1) / 16) }
  /// So near to 0 that the function differs by rounding alone, amplified by whatever it computes.
  private static let wiggles = (0..<8).map { Double($0 - 4) * 0x1p-50 }

  /// What is known of the coefficients of a degree.
  struct Estimate {
    /// A coefficient for each output of the function.
    var values: [Double]
    /// How far they can be off.
    var error: Double
    /// Whether the estimates settle as the step shrinks, as far as rounding lets them.
    var settles: Bool
    /// How much they still change at the smallest steps.
    var unrest: Double
  }

  private let values: [[Double]]
  private let noise: Double
  private let jumps: Bool
  /// For each width how far its polynomial is from the values inside, beyond rounding.
  private let misses: [Double]

  /// The function with these values, a vector for each of the points.
  init(values: [[Double]]) {
    self.values = values
    let rest = values.suffix(Self.wiggles.count)
    let base = rest.first ?? []
    let scale = base.map(abs).max() ?? 0
    let wiggle = rest.flatMap { zip($0, base).map { abs($0 - $1) } }.max() ?? 0
    let noise = wiggle + scale * 0x1p-52
    self.noise = noise
    // Where a function is 0 at 0, as a divergence from the undeleted model, its size elsewhere counts.
    let reach = values.flatMap { $0.map(abs) }.max() ?? 0
    jumps = wiggle > reach * 0x1p-20
    let count = Self.nodes.count
    misses = Self.inside.enumerated().map { width, rows in
      let block = values[width * count..<(width + 1) * count]
      let inner = values[(width + 1) * count..<(width + 2) * count]
      let most = zip(rows, inner).reduce(0) { most, point in
        base.indices.reduce(most) { most, output in
          let value = zip(point.0, block).reduce(0) { $0 + $1.0 * $1.1[output] }
          return max(most, abs(value - point.1[output]))
        }
      }
      return max(0, most - 8 * noise)
    }
  }

  /// The coefficient of a degree from 1 to 3.
  func estimate(degree: Int) -> Estimate {
    let row = Self.weights[degree]
    let gain = row.map(abs).reduce(0, +)
    let all = Self.widths.indices.map { coefficients(width: $0, degree, row) }
    let scale = all.last?.map(abs).max() ?? 0
    var best = Estimate(values: all[0], error: .infinity, settles: false, unrest: .infinity)
    for (index, pair) in zip(all, all.dropFirst()).enumerated() {
      let unit = pow(Self.widths[index + 1], Double(degree))
      let difference = zip(pair.0, pair.1).map { abs($0 - $1) }.max() ?? 0
      let truncation = difference + gain * misses[index + 1] / unit
      let rounding = 4 * gain * noise / unit
      // The narrower of the two has the smaller truncation.
      if truncation + rounding < best.error {
        (best.values, best.error) = (pair.1, truncation + rounding)
      }
      best.settles = truncation <= max(0.05 * scale, rounding)
      best.unrest = truncation
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

  /// For each width, and each point of the next, what each value counts for in the polynomial there.
  private static let inside: [[[Double]]] = widths.enumerated().map { index, width in
    let count = nodes.count
    return points[(index + 1) * count..<(index + 2) * count].map { point in
      nodes.map { node in
        var sum = 0.0
        for degree in 0..<count {
          let product = chebyshev(degree, point / width) * chebyshev(degree, node)
          sum += degree == 0 ? product / 2 : product
        }
        return sum * 2 / Double(count)
      }
    }
  }

  /// The Chebyshev polynomial of a degree, on the interval [−1, 1].
  private static func chebyshev(_ degree: Int, _ x: Double) -> Double {
    cos(Double(degree) * acos(x))
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
          let value = chebyshev(item.offset, node)
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
      if !estimate.settles {
        throw Finding(
          "\(subject) is not smooth: its numerical derivative of degree \(degree) does not settle as the "
            + "step shrinks (differences of \(Float(estimate.unrest)), size \(Float(scale)))"
        )
      }
      // Rounding alone does not amount to a millionth of a value, and leaves something of the slope.
      if degree == 1, jumps, estimate.error > 0.05 * scale {
        throw Finding(
          "\(subject) is not smooth: it jumps by \(Float(noise)) when nearly nothing changes"
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
