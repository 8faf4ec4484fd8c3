import Foundation

/// The regression of a measurement's coefficients of one degree on the equations of the directions.
struct TermRegression: Sendable {
  /// The combination of equations that the fitted tensor is: F̂ = Σ α_j · equation_j.
  let combination: [Double]
  /// The variance of a component of the tensor, as it was fitted; 0 where it is determined.
  let variance: Double
  /// What is added to the eigenvalues.
  let ridge: Double
  /// Of equations that determine everything: the noise of a coefficient, seen where equations repeat each
  /// other; 0 where it is but rounding.
  let noise: Double

  /// How large noise may be, beside the coefficients, that is rounding.
  private static let rounding = 1e-9

  /// Fits without a choice: as little is added to the eigenvalues as keeps the solution stable.
  ///
  /// - Parameters:
  ///   - equations: of the directions.
  ///   - coefficients: of these, the real parts, then the imaginary ones.
  ///   - relativeNoise: of the coefficients, as far as it is known: that of their format, or of interpolation.
  init(
    _ equations: TermEquations,
    interpolating coefficients: [Double],
    relativeNoise: Double = 0
  ) {
    self.init(equations, coefficients, relativeNoise) { eigen, _ in
      Self.least * eigen.values.reduce(0, +) / Double(eigen.order)
    }
  }

  /// Fits with the ridge that makes the coefficients likeliest, were the components of the tensor
  /// independent and normal: the marginal likelihood, over a grid of half powers of ten.
  ///
  /// Where the likelihood hardly distinguishes, the smallest ridge is taken, since coefficients have no
  /// noise.
  init(
    _ equations: TermEquations,
    likeliest coefficients: [Double],
    relativeNoise: Double = 0
  ) {
    self.init(equations, coefficients, relativeNoise) { eigen, components in
      let mean = eigen.values.reduce(0, +) / Double(eigen.order)
      let ridges = [Self.least * mean] + (-12...4).map { pow(10, Double($0) / 2) * mean }
      let likelihoods = ridges.map { Self.logLikelihood(eigen, components, ridge: $0) }
      let best = likelihoods.max() ?? 0
      let first = likelihoods.firstIndex { $0 > best - 1 } ?? 0
      return ridges[first]
    }
  }

  /// The least that is added, relative to the mean eigenvalue.
  static let least = 1e-10

  private init(
    _ equations: TermEquations,
    _ coefficients: [Double],
    _ relativeNoise: Double,
    ridge choose: (SymmetricEigen, [Double]) -> Double
  ) {
    let eigen = equations.eigen
    var components = [Double](repeating: 0, count: eigen.order)
    eigen.components(coefficients, into: &components)
    var scaled = [Double](repeating: 0, count: eigen.order)
    if equations.isDetermined {
      let informative = equations.informative
      for index in informative { scaled[index] = components[index] / eigen.values[index] }
      let rest = components[..<informative.lowerBound]
      let squares = rest.reduce(0) { $0 + $1 * $1 }
      let all = components.reduce(0) { $0 + $1 * $1 }
      ridge = 0
      variance = 0
      let seen =
        squares > Self.rounding * Self.rounding * all
        ? (squares / Double(max(rest.count, 1))).squareRoot() : 0
      noise = max(seen, relativeNoise * (all / Double(eigen.order)).squareRoot())
    } else {
      let ridge = choose(eigen, components)
      var squares = 0.0
      for index in eigen.values.indices {
        let value = max(eigen.values[index], 0) + ridge
        scaled[index] = components[index] / value
        squares += components[index] * scaled[index]
      }
      self.ridge = ridge
      variance = squares / Double(eigen.order)
      noise = 0
    }
    var combination = [Double](repeating: 0, count: eigen.order)
    eigen.vector(scaled, into: &combination)
    self.combination = combination
  }

  /// The logarithm of the marginal likelihood, the scale of the tensor taken at its best, but for a
  /// constant.
  static func logLikelihood(
    _ eigen: SymmetricEigen,
    _ components: [Double],
    ridge: Double
  ) -> Double {
    var (squares, determinant) = (0.0, 0.0)
    for (value, component) in zip(eigen.values, components) {
      let total = max(value, 0) + ridge
      squares += component * component / total
      determinant += log(total)
    }
    return -(Double(eigen.order) * log(squares) + determinant) / 2
  }

  /// The term along the set: the fitted tensor in all its indices.
  func term(_ features: UnsafePointer<Double>) -> Double { Self.term(combination, features) }

  /// The term of a combination of equations along the set.
  static func term(_ combination: [Double], _ features: UnsafePointer<Double>) -> Double {
    combination.withUnsafeBufferPointer { combination in
      var sum = 0.0
      for index in combination.indices { sum += combination[index] * features[index] }
      return sum
    }
  }

  /// The variance of the term: of what the equations leave open of a tensor of independent normal
  /// components, or of the noise of coefficients.
  ///
  /// - Parameters:
  ///   - equations: those that were fitted.
  ///   - components: of the features along the eigenvectors.
  ///   - length: ‖v‖^{2r} for the vector v of downweights.
  /// - Returns: the variance.
  func variance(
    _ equations: TermEquations,
    _ components: UnsafePointer<Double>,
    length: Double
  ) -> Double {
    let values = equations.eigen.values
    guard !equations.isDetermined else {
      if noise == 0 { return 0 }
      return equations.informative.reduce(0) { sum, index in
        let component = noise * components[index] / values[index]
        return sum + component * component
      }
    }
    let known = values.indices.reduce(0) { sum, index in
      sum + components[index] * components[index] / (max(values[index], 0) + ridge)
    }
    return variance * max(0, length - known)
  }
}
