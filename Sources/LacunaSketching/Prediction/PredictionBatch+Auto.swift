import CLapack

/// What the evidence supports.
extension PredictionBatch {
  /// What each direction's residual is multiplied by, for every degree.
  ///
  /// Of a term that is regressed, direction j gives the sample M₋ⱼ[D] + Re(n[r] s_j^r e_j), where M₋ⱼ is
  /// the fit to all other directions and e_j what it leaves of c_j: unbiased, since M₋ⱼ does not know ψ_j.
  /// With v = G⁻¹k, M₋ⱼ[D] = M[D] − v_j · e_j.
  func prepareSamples(_ scratch: PredictionScratch) {
    let stride = predictor.stride
    for (r, treatment) in treatments.enumerated() {
      let features = scratch.features + r * scratch.order
      treatment.equations?.features(scratch.sums, stride: stride, into: features)
      if case .given = treatment { continue }
      if case .exact = treatment {
        if isNoisy[r], let eigen = treatment.equations?.eigen {
          eigen.components(features, into: scratch.components + r * scratch.order)
        }
        continue
      }
      let weights = scratch.weights + r * 2 * stride
      for j in 0..<predictor.count {
        // s is the sum of conjugates.
        var power = Complex(1)
        let sum = Complex(scratch.sums[j], -scratch.sums[stride + j])
        for degree in 1...(r + 1) {
          let factor = Double(predictor.units + degree - 1) / Double(degree)
          power = power * Complex(sum.re * factor, sum.im * factor)
        }
        weights[j] = power.re
        weights[stride + j] = -power.im
      }
      guard case .regressed(let equations, let inverse) = treatment else { continue }
      let order = equations.eigen.order
      let known = scratch.components + r * scratch.order
      cblas_dsymv(
        CblasColMajor,
        CblasLower,
        blasint(order),
        1,
        inverse,
        blasint(order),
        features,
        1,
        0,
        known,
        1
      )
      for j in 0..<predictor.count {
        weights[j] -= known[j]
        weights[stride + j] -= known[equations.directions + j]
      }
    }
  }

  /// The prediction of an output: exact terms as they are, others as far as they are believed.
  func believed(
    _ output: MeasuredOutput,
    _ scratch: PredictionScratch,
    _ reweighting: Reweighting
  ) -> Prediction {
    let (stride, count) = (predictor.stride, predictor.count)
    let totals = scratch.samples + output.degree * stride
    totals.update(repeating: 0, count: stride)
    var beliefs = TermBeliefs(squaredLength: reweighting.squaredLength)
    for r in 0..<output.degree {
      if let (value, noise) = exactTerm(output, r, scratch, reweighting) {
        (scratch.samples + r * stride).update(repeating: value, count: stride)
        beliefs.add(
          exact: value,
          noise: noise,
          variance: output.variances[r],
          condition: output.regressions[r] == nil ? nil : treatments[r].equations?.condition
        )
        continue
      }
      sample(output, r, scratch, first: beliefs.terms.first?.estimate.value ?? 0)
      let samples = scratch.samples + r * stride
      for j in 0..<count { totals[j] += samples[j] }
      beliefs.add(
        estimator.estimate(UnsafeBufferPointer(start: samples, count: count)),
        treatments[r].equations,
        variance: output.variances[r],
        controls: output.controls[r]
      )
    }
    let spread =
      beliefs.isSampled
      ? estimator.estimate(UnsafeBufferPointer(start: totals, count: count))
      : Estimate(value: 0, standardError: 0)
    let error = spread.standardError.map { ($0 * $0 + beliefs.noise).squareRoot() }
    return Prediction(
      base: output.base,
      prediction: output.base + beliefs.sum,
      standardError: error,
      expectedError: beliefs.expectedError,
      interval: error.map {
        let unbiased = beliefs.exact + spread.value
        return interval(output.base, unbiased: unbiased, value: beliefs.sum, $0 * halfWidth)
      },
      terms: beliefs.terms,
      truncation: Self.truncation(beliefs.terms),
      resolvedDegree: Prediction.resolvedDegree(beliefs.terms),
      estimator: estimator
    )
  }

  /// A term that is exact, and the variance of it by noise of the coefficients; nil where it is not.
  private func exactTerm(
    _ output: MeasuredOutput,
    _ r: Int,
    _ scratch: PredictionScratch,
    _ reweighting: Reweighting
  ) -> (value: Double, noise: Double)? {
    if r == 0, let gradient = output.gradient {
      return (ExactGradient.term(gradient, reweighting), 0)
    }
    guard case .exact(let equations) = treatments[r], let regression = output.regressions[r] else {
      return nil
    }
    let components = scratch.components + r * scratch.order
    return (
      regression.term(scratch.features + r * scratch.order),
      regression.variance(equations, components, length: 0)
    )
  }

  /// The samples of a term, one a direction.
  ///
  /// - Parameters:
  ///   - output: the output.
  ///   - r: the degree, from 0.
  ///   - scratch: what was prepared for the set, and the samples of the degrees before.
  ///   - first: the term of degree 1.
  private func sample(
    _ output: MeasuredOutput,
    _ r: Int,
    _ scratch: PredictionScratch,
    first: Double
  ) {
    let (stride, count) = (predictor.stride, predictor.count)
    let features = scratch.features + r * scratch.order
    let samples = scratch.samples + r * stride
    let weights = scratch.weights + r * 2 * stride
    let fit = output.regressions[r]?.term(features) ?? 0
    output.coefficients.withUnsafeBufferPointer { coefficients in
      guard let base = coefficients.baseAddress else { return }
      let row = base + r * 2 * stride
      for j in 0..<count {
        samples[j] = fit + weights[j] * row[j] + weights[stride + j] * row[stride + j]
      }
    }
    guard let controls = output.controls[r] else { return }
    let isFitted = output.regressions[r] != nil
    for (number, factors) in controls.leftOut.enumerated() {
      // What the fit says of the regressor's term is taken away, what is known of it added.
      let fitted = isFitted ? TermRegression.term(controls.combinations[number], features) : 0
      if number == 0 {
        let known = (0..<r).reduce(first) { power, _ in power * first }
        for j in 0..<count { samples[j] += factors[j] * (known - fitted) }
      } else {
        let before = samples - stride
        for j in 0..<count { samples[j] += factors[j] * (first * before[j] - fitted) }
      }
    }
  }

  /// The interval about the unbiased estimate, and the prediction where it lies outside.
  private func interval(
    _ base: Double,
    unbiased: Double,
    value: Double,
    _ width: Double
  ) -> (low: Double, high: Double) {
    (base + min(unbiased - width, value), base + max(unbiased + width, value))
  }

  /// The size of the last term that is resolved; of the first where none is.
  private static func truncation(_ terms: [Prediction.Term]) -> Double {
    let last = max(Prediction.resolvedDegree(terms), 1)
    return terms.count >= last ? abs(terms[last - 1].estimate.value) : 0
  }
}
