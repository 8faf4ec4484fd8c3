import CLapack

/// What the gradient sketch of one output says of its second derivatives H.
///
/// Each direction gives an unbiased sample of the term ½ wᵀHw of a reweighting w: with H₋ⱼ a matrix that was
/// fitted to other directions it is ½ (wᵀH₋ⱼw + n Re(s_j wᵀ(H − H₋ⱼ)ψ_j)). H₋ⱼ is β g gᵀ with the gradient g,
/// and on what that leaves the symmetric matrix of least norm (``SlopeFolds``).
struct SlopeRegression: Sendable {
  private struct Part: Sendable {
    /// β.
    var scale: Double
    /// Aᵀ(V − βg gᵀA) of the equations that are known.
    var products: [Double]
    /// The same for those that are asked, one after the other.
    var cross: [Double]
  }

  private let folds: SlopeFolds
  private let parts: [Part]
  private let gradient: [Double]
  /// g·a of all equations.
  private let alongGradient: [Double]
  private let units: Double

  /// Fits all folds.
  ///
  /// - Parameters:
  ///   - folds: of the directions.
  ///   - directions: these.
  ///   - slopes: Hψ of each.
  ///   - gradient: g.
  init(_ folds: SlopeFolds, _ directions: Predictor, _ slopes: Predictor, gradient: [Double]) {
    self.folds = folds
    self.gradient = gradient
    units = Double(directions.units)
    let order = 2 * directions.count
    let along = directions.compact(ExactGradient.along(gradient, directions))
    let slopesAlong = directions.compact(ExactGradient.along(gradient, slopes))
    alongGradient = along
    let products = Self.products(directions, slopes)
    let square = gradient.reduce(0) { $0 + $1 * $1 }
    parts = folds.folds.map { fold in
      let norm = fold.known.reduce(0) { $0 + along[$1] * along[$1] } * square
      let found = fold.known.reduce(0) { $0 + along[$1] * slopesAlong[$1] }
      let scale = norm > 0 ? found / norm : 0
      func product(_ a: Int, _ b: Int) -> Double {
        products[b * order + a] - scale * along[a] * along[b]
      }
      return Part(
        scale: scale,
        products: fold.known.flatMap { b in fold.known.map { product($0, b) } },
        cross: fold.asked.flatMap { b in fold.known.map { product($0, b) } }
      )
    }
  }

  /// a·Hb for all pairs of equations, made symmetric: rounding aside it is.
  private static func products(_ directions: Predictor, _ slopes: Predictor) -> [Double] {
    let (width, count) = (2 * directions.stride, directions.count)
    var full = [Double](repeating: 0, count: width * width)
    let size = blasint(width)
    BlasThreads.useOne()
    cblas_dgemm(
      CblasColMajor,
      CblasNoTrans,
      CblasTrans,
      size,
      size,
      blasint(directions.units),
      1,
      directions.numbers,
      size,
      slopes.numbers,
      size,
      0,
      &full,
      size
    )
    let places = Array(0..<count) + (0..<count).map { directions.stride + $0 }
    return places.flatMap { b in
      places.map { a in (full[b * width + a] + full[a * width + b]) / 2 }
    }
  }

  /// A sample of the term for each direction.
  ///
  /// - Parameters:
  ///   - reweighting: w.
  ///   - sums: wᵀψ of all directions, real parts, then imaginary ones.
  ///   - slopes: wᵀHψ of these.
  /// - Returns: the samples; a single direction is its own.
  func samples(_ reweighting: Reweighting, sums: [Double], slopes: [Double]) -> [Double] {
    let count = sums.count / 2
    let first = ExactGradient.term(gradient, reweighting)
    var samples = (0..<count).map { j in
      units * (sums[j] * slopes[j] + sums[count + j] * slopes[count + j]) / 2
    }
    for (fold, part) in zip(folds.folds, parts) {
      let scale = part.scale * first
      // What β g gᵀ leaves of wᵀHa.
      let rest = slopes.indices.map { slopes[$0] - scale * alongGradient[$0] }
      var fitted = scale * first
      var left = fold.asked.map { rest[$0] }
      let known = fold.known.map { sums[$0] }
      if let x = fold.solve(known) {
        let size = known.count
        var open = fold.known.map { rest[$0] }
        fitted += zip(open, x).reduce(0) { $0 + $1.0 * $1.1 }
        Self.multiply(part.products, x, subtractingFrom: &open)
        if let y = fold.solve(open) {
          fitted += zip(known, y).reduce(0) { $0 + $1.0 * $1.1 }
          for index in left.indices {
            let column = (index * size)..<((index + 1) * size)
            left[index] -= zip(part.cross[column], x).reduce(0) { $0 + $1.0 * $1.1 }
            left[index] -= zip(fold.cross[column], y).reduce(0) { $0 + $1.0 * $1.1 }
          }
        }
      }
      let half = fold.directions.count
      for (index, j) in fold.directions.enumerated() {
        samples[j] =
          (fitted + units * (sums[j] * left[index] + sums[count + j] * left[half + index])) / 2
      }
    }
    return samples
  }

  /// Subtracts a product of a symmetric matrix from a vector.
  private static func multiply(
    _ matrix: [Double],
    _ x: [Double],
    subtractingFrom result: inout [Double]
  ) {
    let size = blasint(x.count)
    cblas_dgemv(CblasColMajor, CblasNoTrans, size, size, -1, matrix, size, x, 1, 1, &result, 1)
  }
}
