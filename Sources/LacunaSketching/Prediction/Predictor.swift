/// Combines the measured jets of a sketch to predictions: O(K · |D|) a deletion set.
public struct Predictor: Sendable {
  /// For each direction, its numbers, one a unit.
  let directions: [[Complex]]
  /// The number of units.
  let units: Int

  /// A predictor for the directions of a measured sketch, in the order of its coefficients.
  public init(_ directions: Directions, indices: [Int], units: Int) {
    self.directions = indices.map { directions.direction($0, units: units) }
    self.units = units
  }

  /// The predictions for a deletion set, one for each output of the measurement.
  ///
  /// The degrees are correlated, so the standard error of their sum is that of the sums over directions.
  ///
  /// - Parameters:
  ///   - measurement: the measurement on the sketch.
  ///   - deleted: the positions left out.
  ///   - estimator: how directions are combined.
  ///   - confidence: of the interval, between 0 and 1.
  /// - Returns: a prediction for each output.
  public func predict(
    _ measurement: SketchMeasurement,
    deleting deleted: [Int],
    estimator: Estimator,
    confidence: Double
  ) -> [Prediction] {
    let sums = directions.map { psi in
      deleted.reduce(Complex(0)) { $0 + Complex(psi[$1].re, -psi[$1].im) }
    }
    return measurement.base.indices.map { output in
      let degree = measurement.coefficients.first?[output].count ?? 0
      var samples = [[Double]](repeating: [], count: degree)
      var totals: [Double] = []
      for (direction, s) in sums.enumerated() {
        // n[r] s^r, factor by factor: either alone may leave the range of numbers.
        var power = Complex(1)
        var total = 0.0
        for r in 1...max(1, degree) where r <= degree {
          power = power * s * Complex(Double(units + r - 1) / Double(r))
          let product = power * measurement.coefficients[direction][output][r - 1]
          samples[r - 1].append(product.re)
          total += product.re
        }
        totals.append(total)
      }
      return combine(measurement.base[output], samples, totals, estimator, confidence)
    }
  }

  private func combine(
    _ base: Double,
    _ samples: [[Double]],
    _ totals: [Double],
    _ estimator: Estimator,
    _ confidence: Double
  ) -> Prediction {
    let terms = samples.enumerated().map {
      Prediction.Term(degree: $0 + 1, estimate: estimator.estimate($1))
    }
    let sum = estimator.estimate(totals)
    let width = sum.standardError.map {
      $0
        * StudentT.halfWidth(
          confidence: confidence,
          degreesOfFreedom: estimator.samples(of: totals.count) - 1
        )
    }
    let value = base + sum.value
    return Prediction(
      base: base,
      prediction: value,
      standardError: sum.standardError,
      interval: width.map { (value - $0, value + $0) },
      terms: terms,
      truncation: abs(terms.last?.estimate.value ?? 0),
      estimator: estimator
    )
  }
}
