/// One number of a measurement, prepared for an estimator.
struct MeasuredOutput: Sendable {
  /// The value on the undeleted model.
  let base: Double
  /// The degree of its series.
  let degree: Int
  /// For each degree from 1 the real parts of the coefficients on all directions, then the imaginary ones.
  ///
  /// Where a term is regressed, or related to those before, instead of the coefficients what is left of them.
  private(set) var coefficients: [Double]
  /// For each degree the regression, where there is one.
  private(set) var regressions: [TermRegression?] = []
  /// For each degree what those before say of it, where that is used.
  private(set) var controls: [TermControls?] = []
  /// For each degree the mean of |c_r|²: the variance of a term along a random vector of length 1.
  private(set) var variances: [Double] = []
  /// The exact first order, where it is known from elsewhere.
  let gradient: [Double]?

  /// Prepares an output of a measurement.
  ///
  /// - Parameters:
  ///   - measurement: on the directions.
  ///   - output: its index.
  ///   - predictor: the directions.
  ///   - treatments: how the terms of each degree are estimated.
  ///   - relating: whether terms are related to those before.
  init(
    _ measurement: SketchMeasurement,
    output: Int,
    _ predictor: Predictor,
    _ treatments: [TermTreatment],
    relating: Bool
  ) {
    base = measurement.base[output]
    gradient = measurement.gradients?[output]
    degree = measurement.coefficients.first?[output].count ?? 0
    precondition(degree <= treatments.count, "degree \(degree) of \(treatments.count)")
    let stride = predictor.stride
    coefficients = [Double](repeating: 0, count: degree * 2 * stride)
    for (direction, outputs) in measurement.coefficients.enumerated() {
      for (r, value) in outputs[output].enumerated() {
        coefficients[r * 2 * stride + direction] = value.re
        coefficients[(r * 2 + 1) * stride + direction] = value.im
      }
    }
    var lower = LowerDegrees(relating: relating)
    for r in 0..<degree {
      let all = values(r, predictor.count, stride)
      variances.append(all.reduce(0) { $0 + $1 * $1 } / Double(predictor.count))
      if r == 0, let gradient {
        regressions.append(nil)
        controls.append(nil)
        let products = ExactGradient.along(gradient, predictor)
        let parts =
          products.prefix(predictor.count)
          + products.dropFirst(stride).prefix(predictor.count)
        lower.add(all, exactly: Array(parts))
        continue
      }
      prepare(r, all, treatments[r], &lower, stride, noise: measurement.relativeNoise)
    }
  }

  /// The coefficients of a degree from 0 on the first directions: the real parts, then the imaginary ones.
  private func values(_ r: Int, _ count: Int, _ stride: Int) -> [Double] {
    let row = coefficients[(r * 2 * stride)..<((r + 1) * 2 * stride)]
    return Array(row.prefix(count)) + Array(row.dropFirst(stride).prefix(count))
  }

  private mutating func prepare(
    _ r: Int,
    _ all: [Double],
    _ treatment: TermTreatment,
    _ lower: inout LowerDegrees,
    _ stride: Int,
    noise: Double
  ) {
    let known = treatment.equations.map { values(r, $0.directions, stride) } ?? all
    switch treatment {
    case .fitted(let equations):
      add(TermRegression(equations, likeliest: known, relativeNoise: noise))
    case .exact(let equations):
      add(TermRegression(equations, interpolating: known, relativeNoise: noise))
      lower.add(all, exactly: all)
    case .sampled, .given:
      let (controls, residuals) = lower.relate(TermControls.Fitted(all), degree: r + 1) {
        TermControls.Fitted($0)
      }
      if controls != nil { replace(r, residuals, stride) }
      add(nil, controls)
      lower.add(all)
    case .regressed(let equations, let inverse):
      let regression = TermRegression(equations, interpolating: known)
      let fitted = TermControls.Fitted(known, regression, inverse: inverse)
      let (controls, residuals) = lower.relate(fitted, degree: r + 1) {
        TermControls.Fitted($0, TermRegression(equations, interpolating: $0), inverse: inverse)
      }
      replace(r, residuals, stride)
      add(regression, controls)
      lower.add(all)
    }
  }

  private mutating func add(_ regression: TermRegression?, _ controls: TermControls? = nil) {
    regressions.append(regression)
    self.controls.append(controls)
  }

  private mutating func replace(_ r: Int, _ residuals: [Double], _ stride: Int) {
    let count = residuals.count / 2
    for j in 0..<count {
      coefficients[r * 2 * stride + j] = residuals[j]
      coefficients[(r * 2 + 1) * stride + j] = residuals[count + j]
    }
  }
}

/// The coefficients of the degrees before, as far as a term is related to them.
private struct LowerDegrees {
  private let relating: Bool
  /// Those of the first degree, where it is exact.
  private var first: [Double]?
  private var last: [Double] = []
  private var isFirst = true

  init(relating: Bool) { self.relating = relating }

  /// Adds those of the next degree.
  ///
  /// - Parameters:
  ///   - values: the coefficients.
  ///   - exact: those that the exact term of the degree has; nil where it is not exact.
  mutating func add(_ values: [Double], exactly exact: [Double]? = nil) {
    if isFirst { first = exact }
    isFirst = false
    last = exact ?? values
  }

  /// What these say of the coefficients of a degree, and what is left of each by all but its own direction.
  func relate(
    _ coefficients: TermControls.Fitted,
    degree: Int,
    _ fit: ([Double]) -> TermControls.Fitted
  ) -> (controls: TermControls?, residuals: [Double]) {
    var residuals = coefficients.residuals
    guard relating, let first, 2...TermControls.mostDegree ~= degree else {
      return (nil, residuals)
    }
    var power = first
    for _ in 1..<degree { power = Self.product(power, first) }
    var regressors = [fit(power)]
    if degree > 2 { regressors.append(fit(Self.product(first, last))) }
    guard let controls = TermControls(coefficients, regressors) else { return (nil, residuals) }
    let count = residuals.count / 2
    for (regressor, factors) in zip(regressors, controls.leftOut) {
      for index in residuals.indices {
        residuals[index] -= factors[index % count] * regressor.residuals[index]
      }
    }
    return (controls, residuals)
  }

  /// The products of complex numbers: real parts, then imaginary ones.
  private static func product(_ left: [Double], _ right: [Double]) -> [Double] {
    let count = left.count / 2
    return (0..<count).map { left[$0] * right[$0] - left[count + $0] * right[count + $0] }
      + (0..<count).map { left[$0] * right[count + $0] + left[count + $0] * right[$0] }
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
