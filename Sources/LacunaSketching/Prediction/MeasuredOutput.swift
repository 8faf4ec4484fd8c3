/// One number of a measurement, prepared for an estimator.
struct MeasuredOutput: Sendable {
  /// The value on the undeleted model.
  let base: Double
  /// The degree of its series.
  let degree: Int
  /// For each degree from 1 the real parts of the coefficients on all directions, then the imaginary ones.
  ///
  /// Where a term is regressed, instead of the coefficients what the other directions leave of them.
  let coefficients: [Double]
  /// For each degree the regression, where there is one.
  let regressions: [TermRegression?]
  /// For each degree the mean of |c_r|²: the variance of a term along a random vector of length 1.
  let variances: [Double]
  /// The exact first order, where it is known from elsewhere.
  let gradient: [Double]?

  /// Prepares an output of a measurement.
  init(
    _ measurement: SketchMeasurement,
    output: Int,
    _ predictor: Predictor,
    _ treatments: [TermTreatment]
  ) {
    base = measurement.base[output]
    gradient = measurement.gradients?[output]
    let noise = measurement.relativeNoise
    let degree = measurement.coefficients.first?[output].count ?? 0
    precondition(degree <= treatments.count, "degree \(degree) of \(treatments.count)")
    let stride = predictor.stride
    var coefficients = [Double](repeating: 0, count: degree * 2 * stride)
    for (direction, outputs) in measurement.coefficients.enumerated() {
      for (r, value) in outputs[output].enumerated() {
        coefficients[r * 2 * stride + direction] = value.re
        coefficients[(r * 2 + 1) * stride + direction] = value.im
      }
    }
    var regressions: [TermRegression?] = []
    var variances: [Double] = []
    for r in 0..<degree {
      let row = coefficients[(r * 2 * stride)..<((r + 1) * 2 * stride)]
      variances.append(row.reduce(0) { $0 + $1 * $1 } / Double(predictor.count))
      guard let equations = treatments[r].equations, r > 0 || gradient == nil else {
        regressions.append(nil)
        continue
      }
      let count = equations.directions
      let known =
        Array(row.prefix(count)) + Array(row.dropFirst(stride).prefix(count))
      switch treatments[r] {
      case .fitted:
        regressions.append(
          TermRegression(equations, likeliest: known, relativeNoise: noise)
        )
      case .exact, .sampled, .given:
        regressions.append(
          TermRegression(equations, interpolating: known, relativeNoise: noise)
        )
      case .regressed(_, let inverse):
        let regression = TermRegression(equations, interpolating: known)
        let residuals = regression.leftOut(inverse)
        for j in 0..<count {
          coefficients[r * 2 * stride + j] = residuals[j].re
          coefficients[(r * 2 + 1) * stride + j] = residuals[j].im
        }
        regressions.append(regression)
      }
    }
    self.degree = degree
    self.coefficients = coefficients
    self.regressions = regressions
    self.variances = variances
  }
}

extension TermRegression {
  /// For each direction the difference between its coefficient and what a fit to all others says of it.
  ///
  /// With α = G⁻¹y it is the solution of a system of two equations, the direction's block of G⁻¹ against
  /// its part of α.
  func leftOut(_ inverse: [Double]) -> [Complex] {
    let order = combination.count
    let count = order / 2
    return (0..<count).map { j in
      let a = inverse[j * order + j]
      let b = inverse[(count + j) * order + count + j]
      let c = inverse[j * order + count + j]
      let determinant = a * b - c * c
      let (re, im) = (combination[j], combination[count + j])
      return Complex((b * re - c * im) / determinant, (a * im - c * re) / determinant)
    }
  }
}
