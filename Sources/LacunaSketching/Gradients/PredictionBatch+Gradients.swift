/// Gradients in place of measured directions.
extension PredictionBatch {
  /// For each measurement the terms of its outputs, where they come from gradients: there are gradients along
  /// directions, or the exact first order is all that is known.
  static func gradientTerms(
    _ measurements: [SketchMeasurement],
    _ estimator: Estimator
  ) throws(SketchingError) -> [[GradientTerms]?] {
    var shared: [Int: GradientTerms.Shared] = [:]
    var found: [[GradientTerms]?] = []
    for measurement in measurements {
      guard estimator == .auto, let gradients = measurement.gradients,
        measurement.gradientSketch != nil || measurement.coefficients.isEmpty
      else {
        found.append(nil)
        continue
      }
      var common: GradientTerms.Shared?
      if let sketch = measurement.gradientSketch {
        // Directions are the same for all: those of the first indices.
        let key = sketch.count * 1024 + sketch.degree
        common = shared[key]
        if common == nil { common = try GradientTerms.Shared(sketch) }
        shared[key] = common
      }
      found.append(
        gradients.enumerated().map {
          GradientTerms($1, measurement.gradientSketch, output: $0, common)
        }
      )
    }
    return found
  }
}
