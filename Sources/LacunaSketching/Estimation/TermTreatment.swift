/// How the terms of one degree are estimated from the directions of a sketch.
enum TermTreatment: Sendable {
  /// By the spread of samples alone: the equations would explain next to nothing.
  case sampled
  /// With a regression on the equations; the last is the inverse of their Gram matrix, for what each
  /// direction adds to the others.
  case regressed(TermEquations, inverse: [Double])
  /// The equations determine the term.
  case exact(TermEquations)
  /// By regression alone.
  case fitted(TermEquations)
  /// Known from elsewhere, for every measurement: no equations are needed.
  case given

  /// The equations, where there are any.
  var equations: TermEquations? {
    switch self {
    case .sampled, .given: nil
    case .regressed(let equations, _), .exact(let equations), .fitted(let equations): equations
    }
  }

  /// The least part of the unknowns that equations must fix to be worth their cost: they lower the variance
  /// by about this part.
  static let leastShare = 0.02

  /// The treatment of a degree.
  ///
  /// - Parameters:
  ///   - estimator: the estimator.
  ///   - predictor: the directions.
  ///   - degree: of the terms.
  ///   - cache: where equations that were taken apart are kept.
  /// - Throws: ``SketchingError/linearAlgebra(routine:code:)``, or
  ///   ``SketchingError/option(name:found:expected:)`` for more equations than least squares can take.
  init(
    _ estimator: Estimator,
    _ predictor: Predictor,
    degree: Int,
    cache: (any TermEquationsCache)?
  ) throws(SketchingError) {
    let unknowns = TermEquations.unknowns(units: predictor.units, degree: degree)
    switch estimator {
    case .mean, .medianOfMeans:
      self = .sampled
    case .leastSquares:
      let order = 2 * Self.directionsUsed(predictor, degree)
      guard order <= TermEquations.largestOrder else {
        throw .option(
          name: "--estimator",
          found: "least-squares with \(order) equations of degree \(degree)",
          expected: "at most \(TermEquations.largestOrder); use auto, or a lower --degree"
        )
      }
      self = .fitted(try Self.equations(predictor, degree, cache))
    case .auto:
      let equationCount = 2 * Double(predictor.count)
      // A single direction has no others to be left to; it can determine a term all the same.
      guard
        equationCount >= Self.leastShare * unknowns,
        predictor.count > 1 || equationCount >= unknowns
      else {
        self = .sampled
        return
      }
      guard 2 * Self.directionsUsed(predictor, degree) <= TermEquations.largestOrder else {
        self = .sampled
        return
      }
      let equations = try Self.equations(predictor, degree, cache)
      if equations.isDetermined {
        self = .exact(equations)
      } else if equations.directions == predictor.count, equations.isIndependent {
        let eigen = equations.eigen
        let ridge = TermRegression.least * eigen.values.reduce(0, +) / Double(eigen.order)
        let inverse = eigen.matrix(eigen.values.map { 1 / (max($0, 0) + ridge) })
        self = .regressed(equations, inverse: inverse)
      } else {
        self = .sampled
      }
    }
  }

  private static func directionsUsed(_ predictor: Predictor, _ degree: Int) -> Int {
    TermEquations.directionsUsed(of: predictor.count, units: predictor.units, degree: degree)
  }

  private static func equations(
    _ predictor: Predictor,
    _ degree: Int,
    _ cache: (any TermEquationsCache)?
  ) throws(SketchingError) -> TermEquations {
    let directions = directionsUsed(predictor, degree)
    if let eigen = cache?.eigen(degree: degree, order: 2 * directions) {
      return TermEquations(
        degree: degree,
        units: predictor.units,
        directions: directions,
        eigen: eigen
      )
    }
    let equations = try TermEquations(predictor, degree: degree)
    cache?.keep(equations.eigen, degree: degree)
    return equations
  }
}

/// Where equations that were taken apart are kept, so that it is done once for a sketch.
protocol TermEquationsCache: Sendable {
  /// What was kept; nil where it was not.
  func eigen(degree: Int, order: Int) -> SymmetricEigen?
  /// Keeps it, if that can be.
  func keep(_ eigen: SymmetricEigen, degree: Int)
}
