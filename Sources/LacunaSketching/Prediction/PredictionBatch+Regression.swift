/// Least squares.
extension PredictionBatch {
  /// The features of the set, and what they are along eigenvectors.
  func prepareFits(_ scratch: PredictionScratch) {
    for (r, treatment) in treatments.enumerated() {
      guard let equations = treatment.equations else { continue }
      let features = scratch.features + r * scratch.order
      equations.features(scratch.sums, stride: predictor.stride, into: features)
      equations.eigen.components(features, into: scratch.components + r * scratch.order)
    }
  }

  /// The prediction of an output by regression.
  ///
  /// Terms of different degrees are taken for independent.
  func fitted(
    _ output: MeasuredOutput,
    _ scratch: PredictionScratch,
    _ reweighting: Reweighting
  ) -> Prediction {
    let squaredLength = reweighting.squaredLength
    var length = 1.0
    var (sum, variance) = (0.0, 0.0)
    var terms: [Prediction.Term] = []
    for r in 0..<output.degree {
      // Kept a number: a power of a large set may leave their range.
      length = min(length * squaredLength, 1e250)
      if r == 0, let gradient = output.gradient {
        let value = ExactGradient.term(gradient, reweighting)
        sum += value
        terms.append(
          Prediction.Term(
            degree: 1,
            estimate: Estimate(value: value, standardError: 0),
            isExact: true
          )
        )
        continue
      }
      guard let regression = output.regressions[r], let equations = treatments[r].equations else {
        continue
      }
      let value = regression.term(scratch.features + r * scratch.order)
      let spread = regression.variance(
        equations,
        scratch.components + r * scratch.order,
        length: length
      )
      sum += value
      variance += spread
      terms.append(
        Prediction.Term(
          degree: r + 1,
          estimate: Estimate(value: value, standardError: spread.squareRoot()),
          isExact: equations.isDetermined && regression.noise == 0,
          condition: equations.condition
        )
      )
    }
    let error = variance.squareRoot()
    let width = error * halfWidth
    let value = output.base + sum
    return Prediction(
      base: output.base,
      prediction: value,
      standardError: error,
      expectedError: error,
      interval: (value - width, value + width),
      terms: terms,
      truncation: abs(terms.last?.estimate.value ?? 0),
      resolvedDegree: Prediction.resolvedDegree(terms),
      estimator: estimator
    )
  }
}
