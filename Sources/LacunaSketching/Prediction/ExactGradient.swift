import CLapack

/// A first order that is known exactly, from a reverse pass through training.
enum ExactGradient {
  /// How far it may be from what the sketch measured along its directions, beside the size of that.
  ///
  /// Wide enough for sketches in f32, narrow enough to notice another query, another state, or a wrong sign.
  private static let tolerance = 0.01

  /// The term of degree 1 of a reweighting: Σ g_u w_u.
  static func term(_ gradient: [Double], _ reweighting: Reweighting) -> Double {
    guard let downweights = reweighting.downweights else {
      return reweighting.units.reduce(0) { $0 + gradient[$1] }
    }
    return zip(reweighting.units, downweights).reduce(0) { $0 + gradient[$1.0] * $1.1 }
  }

  /// Whether gradients are those of a measurement: g · ψ_j is the coefficient c_{j,1} that was measured.
  ///
  /// - Parameters:
  ///   - measurement: what was measured.
  ///   - predictor: the directions.
  /// - Throws: ``SketchingError/gradient(problem:)``.
  static func check(
    _ measurement: SketchMeasurement,
    _ predictor: Predictor
  ) throws(SketchingError) {
    guard let gradients = measurement.gradients else { return }
    guard gradients.count == measurement.base.count else {
      throw .gradient(
        problem: "it is of \(gradients.count) outputs, expected \(measurement.base.count)"
      )
    }
    for (output, gradient) in gradients.enumerated() {
      guard gradient.count == predictor.units else {
        throw .gradient(
          problem: "it has \(gradient.count) numbers, expected one for each of "
            + "\(predictor.units) units"
        )
      }
      guard predictor.count > 0 else { continue }
      let products = along(gradient, predictor)
      var (squares, differences) = (0.0, 0.0)
      for (j, outputs) in measurement.coefficients.enumerated() {
        guard let found = outputs[output].first else { return }
        let (re, im) = (products[j] - found.re, products[predictor.stride + j] - found.im)
        squares += found.re * found.re + found.im * found.im
        differences += re * re + im * im
      }
      // Negated, so that numbers that are none are caught too.
      guard differences <= tolerance * tolerance * squares else {
        throw .gradient(
          problem: "along the directions of the sketch it is off by "
            + "\((differences / squares).squareRoot()) of what was measured, expected at most "
            + "\(tolerance)"
        )
      }
    }
  }

  /// g · ψ_j for all directions: the real parts, then after a stride the imaginary ones.
  static func along(_ gradient: [Double], _ predictor: Predictor) -> [Double] {
    let width = 2 * predictor.stride
    var products = [Double](repeating: 0, count: width)
    cblas_dgemv(
      CblasColMajor,
      CblasNoTrans,
      blasint(width),
      blasint(predictor.units),
      1,
      predictor.numbers,
      blasint(width),
      gradient,
      1,
      0,
      &products,
      1
    )
    return products
  }
}
