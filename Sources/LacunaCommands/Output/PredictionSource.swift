import LacunaSketching

/// What a prediction is from, where that is not directions alone.
enum PredictionSource: String, Encodable {
  /// The exact gradient, and no directions.
  case gradient
  /// The exact gradient, and gradients along directions.
  case gradients
  /// The exact gradient, and jets of the parameters along directions.
  case gradientAndDirections = "gradient and directions"
  /// Jets of the parameters along the very set.
  case set

  /// That of a measurement as an estimator uses it.
  init?(_ measured: SketchMeasurement, _ estimator: Estimator) {
    guard measured.gradients != nil, [.auto, .leastSquares].contains(estimator) else { return nil }
    if estimator == .auto, measured.gradientSketch != nil {
      self = .gradients
    } else {
      self = measured.directions.isEmpty ? .gradient : .gradientAndDirections
    }
  }

  /// For people.
  func words(directions: Int) -> String {
    let count = directions == 1 ? "1 direction" : "\(directions) directions"
    return switch self {
    case .gradient: "the exact gradient"
    case .gradients: "the exact gradient and gradients along \(count)"
    case .gradientAndDirections: "the exact gradient and \(count)"
    case .set: "a training run along this very set"
    }
  }
}

extension SketchMeasurement {
  /// How many directions predictions by an estimator are from.
  func directionCount(_ estimator: Estimator) -> Int {
    PredictionSource(self, estimator) == .gradients
      ? gradientSketch?.count ?? 0 : directions.count
  }

  /// The degree of predictions by an estimator.
  func degree(_ estimator: Estimator) -> Int {
    switch PredictionSource(self, estimator) {
    case .gradient: 1
    case .gradients: gradientSketch?.degree ?? 1
    default: coefficients.first?.first?.count ?? 1
    }
  }
}
