/// What deleting two units together changes beyond what deleting each by itself changes.
public struct PairInteraction: Sendable, Equatable {
  /// The units, ascending.
  public var units: [Int]
  /// f(1_{ij}) − f(1_i) − f(1_j) + f(0), up to the degree of the sketch.
  public var estimate: Estimate

  /// Estimates every pair of some units, and sorts them by the size of the interaction.
  ///
  /// Always by the plain mean over directions, which is unbiased: what is estimated is the difference itself,
  /// direction by direction, so that the noise that the three predictions share drops out, and with it all of the
  /// first order.
  ///
  /// - Parameters:
  ///   - units: the units that pairs are made of.
  ///   - measurement: a scalar measurement on the sketch.
  ///   - directions: of the sketch.
  ///   - unitCount: the number of all units.
  /// - Returns: the pairs, the largest interaction first.
  public static func pairs(
    of units: [Int],
    _ measurement: SketchMeasurement,
    directions: Directions,
    unitCount: Int
  ) -> [PairInteraction] {
    let units = units.sorted()
    let psi = measurement.directions.map { index in
      let direction = directions.direction(index, units: unitCount)
      return units.map { Complex(direction[$0].re, -direction[$0].im) }
    }
    var pairs: [PairInteraction] = []
    for first in units.indices {
      for second in units.indices.dropFirst(first + 1) {
        let samples = psi.enumerated().map { row, s in
          sample(
            s[first],
            s[second],
            measurement.coefficients[row].first ?? [],
            units: unitCount
          )
        }
        pairs.append(
          PairInteraction(
            units: [units[first], units[second]],
            estimate: samples.withUnsafeBufferPointer { Estimator.mean.estimate($0) }
          )
        )
      }
    }
    return pairs.sorted { abs($0.estimate.value) > abs($1.estimate.value) }
  }

  /// Σ n[r] Re(((a + b)^r − a^r − b^r) c_r) from degree 2 on.
  private static func sample(
    _ a: Complex,
    _ b: Complex,
    _ coefficients: [Complex],
    units: Int
  ) -> Double {
    var powers = [a + b, a, b]
    var total = 0.0
    for (index, c) in coefficients.enumerated() {
      let factor = Double(units + index) / Double(index + 1)
      let bases = [a + b, a, b]
      for k in 0..<3 {
        let power = index == 0 ? bases[k] : powers[k] * bases[k]
        powers[k] = Complex(factor * power.re, factor * power.im)
      }
      guard index > 0 else { continue }
      let re = powers[0].re - powers[1].re - powers[2].re
      let im = powers[0].im - powers[1].im - powers[2].im
      total += re * c.re - im * c.im
    }
    return total
  }
}
