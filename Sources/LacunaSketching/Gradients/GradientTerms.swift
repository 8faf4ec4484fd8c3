/// The terms of one output from its exact gradient and a sketch of gradients along directions.
///
/// For a reweighting w the function f_w(v) = w·∇f(v) has the coefficients w·G_{j,r} along directions; its
/// Taylor term of degree r along w is r + 1 times that of degree r + 1 of f. So each degree is a regression of
/// one degree less than a sketch of the parameters needs.
struct GradientTerms: Sendable {
  /// What all outputs on the same directions share.
  struct Shared: Sendable {
    let folds: SlopeFolds
    /// For each degree of the gradients from 1.
    let treatments: [TermTreatment]

    init(_ sketch: GradientSketch) throws(SketchingError) {
      var treatments: [TermTreatment] = []
      for r in 1..<sketch.degree {
        treatments.append(try TermTreatment(.auto, sketch.directions, degree: r, cache: nil))
      }
      self.treatments = treatments
      folds = SlopeFolds(sketch.directions)
    }
  }

  private let gradient: [Double]
  private let sketch: GradientSketch?
  private let slopes: [Predictor]
  private let shared: Shared?
  private let second: SlopeRegression?
  /// For each degree from 1 the square of the term along a random vector of length 1.
  private let variances: [Double]
  /// How many directions there are.
  var count: Int { sketch?.count ?? 0 }

  /// Prepares an output.
  ///
  /// - Parameters:
  ///   - gradient: its exact first order.
  ///   - sketch: gradients along directions, where there are any.
  ///   - output: its number.
  ///   - shared: what outputs share.
  init(_ gradient: [Double], _ sketch: GradientSketch?, output: Int, _ shared: Shared?) {
    self.gradient = gradient
    self.sketch = sketch
    self.shared = shared
    var variances = [gradient.reduce(0) { $0 + $1 * $1 } / Double(max(gradient.count, 1))]
    guard let sketch, let shared else {
      slopes = []
      second = nil
      self.variances = variances
      return
    }
    slopes = sketch.slopes[output]
    for (r, slopes) in slopes.enumerated() {
      // ψ·G_r = (r + 1) c_{r+1}, degree by degree.
      let squares = (0..<sketch.count).reduce(0.0) { sum, j in
        var value = Complex(0)
        for unit in 0..<sketch.directions.units {
          value = value + sketch.directions[unit, j] * slopes[unit, j]
        }
        return sum + (value.re * value.re + value.im * value.im)
      }
      variances.append(squares / Double(sketch.count) / Double((r + 2) * (r + 2)))
    }
    self.variances = variances
    if case .exact = shared.treatments.first {
      second = nil
    } else {
      second = slopes.first.map {
        SlopeRegression(shared.folds, sketch.directions, $0, gradient: gradient)
      }
    }
  }

  /// The prediction for a reweighting.
  ///
  /// - Parameters:
  ///   - base: the value on the undeleted model.
  ///   - reweighting: the units that change.
  ///   - confidence: of the interval.
  /// - Returns: the prediction.
  func predict(base: Double, _ reweighting: Reweighting, confidence: Double) -> Prediction {
    var beliefs = TermBeliefs(squaredLength: reweighting.squaredLength)
    beliefs.add(
      exact: ExactGradient.term(gradient, reweighting),
      noise: 0,
      variance: variances[0],
      condition: nil
    )
    var totals = [Double](repeating: 0, count: count)
    if let sketch, let shared {
      let sums = sketch.directions.compactSum(reweighting)
      for (r, treatment) in shared.treatments.enumerated() {
        let row = slopes[r].compactSum(reweighting).map { $0 / Double(r + 2) }
        if case .exact(let equations) = treatment {
          let used = equations.directions
          let known = Array(row[..<used]) + Array(row[count..<(count + used)])
          let regression = TermRegression(equations, interpolating: known)
          beliefs.add(
            exact: regression.term(Self.features(equations, sums)),
            noise: 0,
            variance: variances[r + 1],
            condition: equations.condition
          )
          continue
        }
        let samples: [Double]
        if r == 0, let second {
          samples = second.samples(reweighting, sums: sums, slopes: row.map { $0 * 2 })
        } else {
          samples = Self.samples(treatment, degree: r + 1, sketch.directions.units, sums, row)
        }
        for (index, sample) in samples.enumerated() { totals[index] += sample }
        let estimate = samples.withUnsafeBufferPointer { Estimator.auto.estimate($0) }
        beliefs.add(estimate, treatment.equations, variance: variances[r + 1])
      }
    }
    return prediction(base, beliefs, totals, confidence: confidence)
  }

  /// Samples of a term of f_w: with a regression on the other directions where there are equations.
  private static func samples(
    _ treatment: TermTreatment,
    degree: Int,
    _ units: Int,
    _ sums: [Double],
    _ row: [Double]
  ) -> [Double] {
    let count = sums.count / 2
    var weights = (0..<count).map { j in
      var power = Complex(1)
      for factor in 1...degree {
        let scale = Double(units + factor - 1) / Double(factor)
        power = power * Complex(sums[j] * scale, -sums[count + j] * scale)
      }
      return power
    }
    guard case .regressed(let equations, let inverse) = treatment else {
      return (0..<count).map { weights[$0].re * row[$0] - weights[$0].im * row[count + $0] }
    }
    let regression = TermRegression(equations, interpolating: row)
    let features = features(equations, sums)
    let order = features.count
    for j in 0..<count {
      var known = Complex(0)
      for k in 0..<order {
        known.re += inverse[k * order + j] * features[k]
        known.im += inverse[k * order + count + j] * features[k]
      }
      weights[j] = Complex(weights[j].re - known.re, weights[j].im + known.im)
    }
    let fit = regression.term(features)
    return regression.leftOut(inverse).enumerated().map { j, rest in
      fit + weights[j].re * rest.re - weights[j].im * rest.im
    }
  }

  private static func features(_ equations: TermEquations, _ sums: [Double]) -> [Double] {
    let count = sums.count / 2
    var features = [Double](repeating: 0, count: 2 * equations.directions)
    equations.features(sums, stride: count, into: &features)
    return features
  }

  private func prediction(
    _ base: Double,
    _ beliefs: TermBeliefs,
    _ totals: [Double],
    confidence: Double
  ) -> Prediction {
    let spread =
      beliefs.isSampled
      ? totals.withUnsafeBufferPointer { Estimator.auto.estimate($0) }
      : Estimate(value: 0, standardError: 0)
    let halfWidth =
      count > 1 ? StudentT.halfWidth(confidence: confidence, degreesOfFreedom: count - 1) : 0
    let last = max(Prediction.resolvedDegree(beliefs.terms), 1)
    return Prediction(
      base: base,
      prediction: base + beliefs.sum,
      standardError: spread.standardError,
      expectedError: beliefs.expectedError,
      interval: spread.standardError.map { error in
        let unbiased = base + beliefs.exact + spread.value
        let value = base + beliefs.sum
        return (
          min(unbiased - error * halfWidth, value), max(unbiased + error * halfWidth, value)
        )
      },
      terms: beliefs.terms,
      truncation: abs(beliefs.terms[last - 1].estimate.value),
      resolvedDegree: Prediction.resolvedDegree(beliefs.terms),
      estimator: .auto
    )
  }
}

extension Predictor {
  /// The number of a unit in a direction.
  fileprivate subscript(unit: Int, direction: Int) -> Complex {
    Complex(
      numbers[unit * 2 * stride + direction],
      numbers[(unit * 2 + 1) * stride + direction]
    )
  }
}
