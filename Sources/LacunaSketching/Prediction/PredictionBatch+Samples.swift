/// The mean and the median of means.
extension PredictionBatch {
  /// The prediction of an output from samples of its terms.
  func sampled(_ output: MeasuredOutput, _ scratch: PredictionScratch) -> Prediction {
    sample(output, scratch)
    func estimate(_ row: Int) -> Estimate {
      estimator.estimate(
        UnsafeBufferPointer(
          start: scratch.samples + row * predictor.stride,
          count: predictor.count
        )
      )
    }
    let terms = (0..<output.degree).map {
      Prediction.Term(degree: $0 + 1, estimate: estimate($0))
    }
    let sum = estimate(output.degree)
    let width = sum.standardError.map { $0 * halfWidth }
    let value = output.base + sum.value
    return Prediction(
      base: output.base,
      prediction: value,
      standardError: sum.standardError,
      expectedError: sum.standardError,
      interval: width.map { (value - $0, value + $0) },
      terms: terms,
      truncation: abs(terms.last?.estimate.value ?? 0),
      resolvedDegree: Prediction.resolvedDegree(terms),
      estimator: estimator
    )
  }

  /// The samples of each degree, and after them those of their sum.
  ///
  /// The degrees are correlated, so the standard error of their sum is that of the sums over directions.
  private func sample(_ output: MeasuredOutput, _ scratch: PredictionScratch) {
    let (stride, degree) = (predictor.stride, output.degree)
    let (sums, samples) = (scratch.sums, scratch.samples)
    output.coefficients.withUnsafeBufferPointer { coefficients in
      for start in Swift.stride(from: 0, to: stride, by: Vector.width) {
        // s is the sum of conjugates.
        let (a, b) = (Vector.load(sums + start), -Vector.load(sums + stride + start))
        var re = Vector.Numbers(repeating: 1)
        var im = Vector.Numbers(repeating: 0)
        var total = Vector.Numbers(repeating: 0)
        if let base = coefficients.baseAddress {
          var r = 0
          while r < degree {
            r += 1
            // n[r] s^r, factor by factor: either alone may leave the range of numbers.
            let factor = Double(predictor.units + r - 1) / Double(r)
            (re, im) = ((re * a - im * b) * factor, (re * b + im * a) * factor)
            let row = base + (r - 1) * 2 * stride + start
            let product = re * Vector.load(row) - im * Vector.load(row + stride)
            Vector.store(product, samples + (r - 1) * stride + start)
            total += product
          }
        }
        Vector.store(total, samples + degree * stride + start)
      }
    }
  }
}
