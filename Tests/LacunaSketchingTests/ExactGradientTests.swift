import LacunaProtocols
import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// Predictions where the first order is known from elsewhere.
@Suite struct ExactGradientTests {
  private let known = AutoEstimatorTests.Known(seed: 21, units: 40, scales: [1, 0.5])
  private let directions = Directions.random(seed: 3)
  private let count = 6

  private func measurement(_ gradient: [Double]?) -> SketchMeasurement {
    SketchMeasurement(
      base: [2],
      directions: Array(0..<count),
      coefficients: (0..<count).map {
        [known.coefficients(directions.direction($0, units: known.units))]
      }
    ).knowing(gradients: gradient.map { [$0] })
  }

  private func batch(_ gradient: [Double]?, _ estimator: Estimator) throws -> PredictionBatch {
    try PredictionBatch(
      Predictor(directions, indices: Array(0..<count), units: known.units),
      [measurement(gradient)],
      estimator: estimator,
      confidence: 0.95
    )
  }

  /// The first order, unit by unit, from the tensor of the known function.
  private var gradient: [Double] { (0..<known.units).map { known.terms([$0])[0] } }

  @Test(arguments: [Estimator.auto, .leastSquares])
  func `the first degree is the gradient's, without an error`(estimator: Estimator) throws {
    let (with, without) = (try batch(gradient, estimator), try batch(nil, estimator))
    for deleted in [[0], [3, 17], Array(5..<25)] {
      let found = with.predict(deleted)[0][0]
      let expected = known.terms(deleted)[0]
      #expect(abs(found.terms[0].estimate.value - expected) < 1e-12 * Double(deleted.count))
      #expect(found.terms[0].isExact && found.terms[0].estimate.standardError == 0)
      let blind = without.predict(deleted)[0][0]
      #expect(!blind.terms[0].isExact && blind.terms[0].estimate.value != expected)
    }
    let weights = Reweighting(downweights: [4: 0.5, 9: -1])
    let expected = 0.5 * gradient[4] - gradient[9]
    #expect(abs(with.predict(weights)[0][0].terms[0].estimate.value - expected) < 1e-12)
    // A batch of others, that are not known, is as if it had been made for these.
    #expect(try with.measuring([measurement(nil)]).predict([1, 2]) == without.predict([1, 2]))
  }

  @Test(arguments: [Estimator.mean, .medianOfMeans(groups: 3)])
  func `estimators from samples alone do not look at it`(estimator: Estimator) throws {
    #expect(try batch(gradient, estimator).predict([7]) == batch(nil, estimator).predict([7]))
  }

  @Test func `a gradient of something else is refused`() throws {
    for (wrong, part) in [
      (gradient.map { -$0 }, "off by 2"), (Array(gradient.dropLast()), "39 numbers"),
      (gradient.map { $0 + .nan }, "off by"), (gradient.map { _ in 0 }, "off by 1"),
    ] {
      let error = try #require(throws: SketchingError.self) { try batch(wrong, .auto) }
      #expect(error.description.contains(part), "\(error)")
      #expect(error.category == .data)
    }
    let two = measurement(gradient).knowing(gradients: [gradient, gradient])
    let predictor = Predictor(directions, indices: Array(0..<count), units: known.units)
    #expect(throws: SketchingError.gradient(problem: "it is of 2 outputs, expected 1")) {
      try PredictionBatch(predictor, [two], estimator: .auto, confidence: 0.9)
    }
  }

  @Test func `it is kept when a series is stopped, and by a mean of measurements`() throws {
    let one = measurement(gradient)
    #expect(one.stopped(directions: 2, degree: 1).gradients == [gradient])
    let mean = SketchMeasurement.mean([one, one.knowing(gradients: [gradient.map { 3 * $0 }])])
    let found = try #require(mean?.gradients?.first)
    for (value, expected) in zip(found, gradient) { #expect(abs(value - 2 * expected) < 1e-13) }
    #expect(SketchMeasurement.mean([one, measurement(nil)])?.gradients == nil)
  }
}
