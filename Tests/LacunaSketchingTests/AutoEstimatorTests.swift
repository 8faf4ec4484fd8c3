import Foundation
import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// The estimators that look at the equations, on functions whose terms are known.
@Suite struct AutoEstimatorTests {
  /// A polynomial whose terms are symmetric tensors of independent normal components.
  struct Known {
    let units: Int
    let tensors: [[Double]]

    init(seed: UInt64, units: Int, scales: [Double]) {
      var generator = SplitMix64(seed: seed)
      self.units = units
      tensors = scales.enumerated().map { r, scale in
        TermEquationsTests.monomials(units: units, degree: r + 1).map { _ in
          scale * generator.normal()
        }
      }
    }

    /// The coefficients along a vector.
    func coefficients(_ vector: [Complex]) -> [Complex] {
      tensors.enumerated().map { r, tensor in
        zip(tensor, TermEquationsTests.power(vector, degree: r + 1)).reduce(Complex(0)) {
          $0 + Complex($1.0) * $1.1
        }
      }
    }

    /// The terms of a deletion set.
    func terms(_ deleted: [Int]) -> [Double] {
      coefficients((0..<units).map { Complex(deleted.contains($0) ? 1 : 0) }).map(\.re)
    }

    func predict(
      _ deleted: [Int],
      seed: UInt64,
      count: Int,
      _ estimator: Estimator
    ) throws -> Prediction {
      let directions = Directions.random(seed: seed)
      let measurement = SketchMeasurement(
        base: [0.25],
        directions: Array(0..<count),
        coefficients: (0..<count).map { [coefficients(directions.direction($0, units: units))] }
      )
      let predictor = Predictor(directions, indices: measurement.directions, units: units)
      return try #require(
        try predictor.predict(
          measurement,
          deleting: deleted,
          estimator: estimator,
          confidence: 0.95
        ).first
      )
    }
  }

  @Test(arguments: [Estimator.auto, .leastSquares])
  func `terms that the directions determine are exact`(estimator: Estimator) throws {
    // 5, 15 and 35 unknowns against 40 equations.
    let known = Known(seed: 1, units: 5, scales: [1, 1, 1])
    for deleted in [[0], [1, 3], [0, 1, 2, 4]] {
      let found = try known.predict(deleted, seed: 4, count: 20, estimator)
      let truth = known.terms(deleted)
      for (term, expected) in zip(found.terms, truth) {
        #expect(term.isExact && term.estimate.standardError == 0)
        #expect(abs(term.estimate.value - expected) < 1e-9 * max(1, abs(expected)))
      }
      #expect(abs(found.prediction - 0.25 - truth.reduce(0, +)) < 1e-8)
      #expect(found.standardError == 0 && found.expectedError == 0)
      #expect(found.resolvedDegree == 3 && !found.isNoise)
      #expect(found.truncation == abs(found.terms[2].estimate.value))
    }
  }

  @Test(arguments: [Estimator.auto, .leastSquares])
  func `one direction determines two units`(estimator: Estimator) throws {
    let known = Known(seed: 5, units: 2, scales: [1])
    for deleted in [[0], [0, 1]] {
      let found = try known.predict(deleted, seed: 3, count: 1, estimator)
      #expect(found.terms[0].isExact && found.standardError == 0 && found.expectedError == 0)
      let expected = 0.25 + known.terms(deleted)[0]
      #expect(abs(found.prediction - expected) < 1e-9)
      let interval = try #require(found.interval)
      #expect(interval.low == found.prediction && interval.high == found.prediction)
    }
  }

  @Test func `a linear function is recovered once there are as many equations as units`() throws {
    let known = Known(seed: 2, units: 40, scales: [1])
    let deleted = [3, 9, 30]
    let expected = known.terms(deleted)[0]
    for estimator in [Estimator.auto, .leastSquares] {
      let exact = try known.predict(deleted, seed: 1, count: 20, estimator)
      #expect(abs(exact.terms[0].estimate.value - expected) < 1e-6 * abs(expected))
      #expect(exact.terms[0].isExact)
      let short = try known.predict(deleted, seed: 1, count: 19, estimator)
      #expect(!short.terms[0].isExact)
    }
  }

  @Test func `the estimate that is shrunk is unbiased, and better than the mean`() throws {
    // 24 of 12, 78 and 364 unknowns: the first exact, the second nearly.
    let known = Known(seed: 3, units: 12, scales: [1, 1, 1])
    let deleted = [2, 5, 7]
    let truth = known.terms(deleted)
    let (runs, count) = (Stress.count(60, all: 1000), 30)
    let found = try (0..<runs).map {
      try known.predict(deleted, seed: UInt64($0), count: count, .auto)
    }
    let plain = try (0..<runs).map {
      try known.predict(deleted, seed: UInt64($0), count: count, .mean)
    }
    #expect(found.allSatisfy { $0.terms[0].isExact })
    for r in [1, 2] {
      let values = try found.map { try #require($0.terms[r].unbiased) }
      let mean = values.reduce(0, +) / Double(runs)
      let spread =
        (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs - 1)).squareRoot()
      #expect(abs(mean - truth[r]) < 5 * spread / Double(runs).squareRoot(), "degree \(r + 1)")
      let errors = try found.map { try #require($0.terms[r].estimate.standardError) }
      let stated = (errors.reduce(0) { $0 + $1 * $1 } / Double(runs)).squareRoot()
      #expect(abs(stated / spread - 1) < 0.35, "stated \(stated), spread \(spread)")
      let means = plain.map(\.terms[r].estimate.value)
      let middle = means.reduce(0, +) / Double(runs)
      let wide =
        (means.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(runs - 1)).squareRoot()
      #expect(spread < wide, "degree \(r + 1): \(spread) of \(wide)")
    }
    // The interval is about the sum of the unbiased estimates.
    let total = 0.25 + truth.reduce(0, +)
    let covered = try found.count {
      let interval = try #require($0.interval)
      return interval.low <= total && total <= interval.high
    }
    #expect(Double(covered) >= 0.85 * Double(runs), "covered \(covered) of \(runs)")
  }

  @Test func `what noise hides hardly changes the prediction`() throws {
    // A cubic term that is small along any set, and drowns in its own noise.
    let known = Known(seed: 6, units: 10, scales: [1, 0.01, 0.01])
    let deleted = [0, 4, 8]
    let truth = known.terms(deleted)
    var (auto, mean) = (0.0, 0.0)
    for seed in 0..<40 {
      let found = try known.predict(deleted, seed: UInt64(seed), count: 12, .auto)
      let plain = try known.predict(deleted, seed: UInt64(seed), count: 12, .mean)
      let total = 0.25 + truth.reduce(0, +)
      auto += (found.prediction - total) * (found.prediction - total)
      mean += (plain.prediction - total) * (plain.prediction - total)
      #expect(found.terms[0].isExact)
      let interval = try #require(found.interval)
      #expect(interval.low <= found.prediction && found.prediction <= interval.high)
      #expect(try #require(found.expectedError) <= #require(found.standardError) * 1.0001)
    }
    #expect(auto < mean / 10)
    // Stopping at the first degree would be off by this much.
    let rest = truth[1] + truth[2]
    #expect(auto / 40 < 4 * rest * rest + 1e-4)
  }

  @Test func `one direction says nothing`() throws {
    let known = Known(seed: 7, units: 30, scales: [1, 1])
    let found = try known.predict([1, 2], seed: 1, count: 1, .auto)
    #expect(found.prediction == found.base)
    #expect(found.standardError == nil && found.expectedError == nil && found.interval == nil)
    #expect(found.isNoise)
  }

  @Test func `noise of coefficients is seen where everything is determined`() throws {
    let known = Known(seed: 9, units: 4, scales: [1])
    let directions = Directions.random(seed: 2)
    var generator = SplitMix64(seed: 1)
    let (count, noise) = (40, 1e-3)
    var errors: [Double] = []
    for _ in 0..<50 {
      let measurement = SketchMeasurement(
        base: [0],
        directions: Array(0..<count),
        coefficients: (0..<count).map { index in
          [
            known.coefficients(directions.direction(index, units: 4)).map {
              Complex($0.re + noise * generator.normal(), $0.im + noise * generator.normal())
            }
          ]
        }
      )
      let predictor = Predictor(directions, indices: measurement.directions, units: 4)
      let found = try #require(
        try predictor.predict(
          measurement,
          deleting: [1, 2],
          estimator: .auto,
          confidence: 0.95
        ).first
      )
      let error = try #require(found.standardError)
      #expect(!found.terms[0].isExact && error > 0)
      errors.append((found.prediction - known.terms([1, 2])[0]) / error)
    }
    let size = (errors.reduce(0) { $0 + $1 * $1 } / 50).squareRoot()
    #expect(0.5 < size && size < 1.6, "\(size) standard errors")
  }

  @Test func `directions that repeat each other are not taken for evidence`() throws {
    let known = Known(seed: 12, units: 30, scales: [1])
    let random = Directions.random(seed: 4)
    let rows = (0..<20).map { random.direction($0 / 2, units: 30) }
    let directions = Directions.listed(rows)
    let measurement = SketchMeasurement(
      base: [0],
      directions: Array(0..<20),
      coefficients: rows.map { [known.coefficients($0)] }
    )
    let found = try #require(
      try Predictor(directions, indices: measurement.directions, units: 30).predict(
        measurement,
        deleting: [3, 4],
        estimator: .auto,
        confidence: 0.95
      ).first
    )
    #expect(!found.terms[0].isExact)
    // As many directions as differ would give so much for the mean.
    #expect(try #require(found.standardError) > 0.1)
  }

  @Test func `coefficients of a coarse format are not called exact`() throws {
    let known = Known(seed: 13, units: 20, scales: [1])
    let directions = Directions.random(seed: 6)
    let measurement = SketchMeasurement(
      base: [0],
      directions: Array(0..<10),
      coefficients: (0..<10).map { index in
        [
          known.coefficients(directions.direction(index, units: 20)).map {
            Complex(Double(Float($0.re)), Double(Float($0.im)))
          }
        ]
      },
      relativeNoise: Double(Float.ulpOfOne)
    )
    let found = try #require(
      try Predictor(directions, indices: measurement.directions, units: 20).predict(
        measurement,
        deleting: [1, 7],
        estimator: .auto,
        confidence: 0.95
      ).first
    )
    #expect(!found.terms[0].isExact)
    let error = try #require(found.standardError)
    let off = abs(found.prediction - known.terms([1, 7])[0])
    #expect(error > 0 && off < 6 * error && off > 0)
  }

  @Test func `high degrees and large sets stay finite`() throws {
    let (units, degree) = (600, 150)
    let directions = Directions.random(seed: 1)
    let measurement = SketchMeasurement(
      base: [1],
      directions: [0, 1, 2],
      coefficients: (0..<3).map { lane in
        [(0..<degree).map { Complex(0.5 / Double($0 + lane + 1)) }]
      }
    )
    let found = try #require(
      try Predictor(directions, indices: [0, 1, 2], units: units).predict(
        measurement,
        deleting: Array(0..<500),
        estimator: .auto,
        confidence: 0.95
      ).first
    )
    #expect(found.prediction.isFinite && !found.terms.contains { $0.estimate.value.isNaN })
  }

  @Test(arguments: [0, 0.3, 1])
  func `beliefs grow with the evidence`(share: Double) {
    let mixture = ScaleMixture(share: share)
    #expect(mixture.belief(3, error: 0, variance: 1).value == 3)
    #expect(mixture.belief(3, error: 1, variance: 0).value == 0)
    var last = 0.0
    for estimate in [0.5, 1, 2, 4, 8, 16.0] {
      let belief = mixture.belief(estimate, error: 1, variance: 1)
      #expect(belief.weight > last && belief.weight < 1)
      #expect(mixture.belief(-estimate, error: 1, variance: 1).value == -belief.value)
      // Units do not matter.
      let scaled = mixture.belief(1000 * estimate, error: 1000, variance: 1e6)
      #expect(abs(scaled.value - 1000 * belief.value) < 1e-9 * scaled.value)
      #expect(belief.variance > 0 && belief.variance < 2)
      last = belief.weight
    }
    // Noise far above any size that a term may have leaves next to nothing.
    #expect(abs(mixture.belief(100, error: 100, variance: 1e-4).value) < 0.01)
  }
}
