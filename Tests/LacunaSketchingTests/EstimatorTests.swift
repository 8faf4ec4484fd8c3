import LacunaSketching
import LacunaTestSupport
import Testing

/// Estimators on functions whose Taylor terms are known.
@Suite struct EstimatorTests {
  /// f(w) = a·w + ½ wᵀ B w + (d·w)³ of n = 6 units.
  struct Known {
    let a: [Double]
    let b: [[Double]]
    let d: [Double]

    init(seed: UInt64, units n: Int) {
      var generator = SplitMix64(seed: seed)
      func draw() -> Double { generator.normal() }
      a = (0..<n).map { _ in draw() }
      let rows = (0..<n).map { _ in (0..<n).map { _ in draw() } }
      b = (0..<n).map { i in (0..<n).map { rows[i][$0] + rows[$0][i] } }
      d = (0..<n).map { _ in 0.5 * draw() }
    }

    /// The coefficients of z, z², z³ of f(zψ).
    func coefficients(_ psi: [Complex]) -> [Complex] {
      var first = Complex(0)
      var second = Complex(0)
      var line = Complex(0)
      for i in psi.indices {
        first = first + Complex(a[i]) * psi[i]
        line = line + Complex(d[i]) * psi[i]
        for j in psi.indices { second = second + Complex(0.5 * b[i][j]) * psi[i] * psi[j] }
      }
      return [first, second, line * line * line]
    }
  }

  static let units = 6
  static let deleted = [1, 4]

  private func predict(
    _ known: Known,
    seed: UInt64,
    count: Int,
    _ estimator: Estimator
  ) throws -> Prediction {
    let directions = Directions.random(seed: seed)
    let measurement = SketchMeasurement(
      base: [0.25],
      directions: Array(0..<count),
      coefficients: (0..<count).map {
        [known.coefficients(directions.direction($0, units: Self.units))]
      }
    )
    let predictor = Predictor(directions, indices: measurement.directions, units: Self.units)
    return try #require(
      try predictor.predict(
        measurement,
        deleting: Self.deleted,
        estimator: estimator,
        confidence: 0.95
      ).first
    )
  }

  /// Along 1_D, the terms themselves.
  private func truth(_ known: Known) -> [Double] {
    let line = (0..<Self.units).map { Complex(Self.deleted.contains($0) ? 1 : 0) }
    return known.coefficients(line).map(\.re)
  }

  @Test func `the mean is unbiased, and its standard error is that of its spread`() throws {
    let known = Known(seed: 3, units: Self.units)
    let (runs, count) = (Stress.count(200, all: 4000), 64)
    let predictions = try (0..<runs).map {
      try predict(known, seed: UInt64($0), count: count, .mean)
    }
    let expected = truth(known)
    for degree in 1...3 {
      let terms = predictions.map { $0.terms[degree - 1].estimate }
      try check(terms, expected[degree - 1], runs, "degree \(degree)")
    }
    let sums = predictions.map {
      Estimate(value: $0.prediction - $0.base, standardError: $0.standardError)
    }
    try check(sums, expected.reduce(0, +), runs, "sum")
  }

  private func check(_ terms: [Estimate], _ truth: Double, _ runs: Int, _ what: String) throws {
    let mean = terms.reduce(0) { $0 + $1.value } / Double(runs)
    let spread =
      (terms.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / Double(runs - 1))
      .squareRoot()
    #expect(
      abs(mean - truth) < 5 * spread / Double(runs).squareRoot(),
      "\(what): \(mean) of \(truth)"
    )
    let errors = try terms.map { try #require($0.standardError) }
    let stated = (errors.reduce(0) { $0 + $1 * $1 } / Double(runs)).squareRoot()
    #expect(abs(stated / spread - 1) < 0.35, "\(what): stated \(stated), spread \(spread)")
  }

  @Test func `the interval covers the truth as often as it says`() throws {
    let known = Known(seed: 4, units: Self.units)
    let total = truth(known).reduce(0, +)
    let runs = 400
    var covered = 0
    for seed in 0..<runs {
      let interval = try #require(
        try predict(known, seed: UInt64(1000 + seed), count: 256, .mean).interval
      )
      if (interval.low...interval.high).contains(0.25 + total) { covered += 1 }
    }
    // 95 % ± five standard deviations of a binomial count; heavy tails cost a little more.
    #expect(abs(Double(covered) / Double(runs) - 0.95) < 0.07, "covered \(covered) of \(runs)")
  }

  @Test func `the median of means resists a wild direction that ruins the mean`() throws {
    let known = Known(seed: 5, units: Self.units)
    let directions = Directions.random(seed: 9)
    let count = 480
    var coefficients = (0..<count).map {
      [known.coefficients(directions.direction($0, units: Self.units))]
    }
    coefficients[17][0][0] = Complex(1e9, 1e9)
    let measurement = SketchMeasurement(
      base: [0],
      directions: Array(0..<count),
      coefficients: coefficients
    )
    let predictor = Predictor(directions, indices: measurement.directions, units: Self.units)
    func predict(_ estimator: Estimator) throws -> Double {
      try #require(
        try predictor.predict(
          measurement,
          deleting: Self.deleted,
          estimator: estimator,
          confidence: 0.95
        ).first
      ).prediction
    }
    let expected = truth(known).reduce(0, +)
    #expect(abs(try predict(.medianOfMeans(groups: 24)) - expected) < 10)
    #expect(abs(try predict(.mean) - expected) > 1000)
  }

  @Test func `groups are those of the failure probability`() {
    // ⌈8 ln(1/δ)⌉
    #expect(Estimator.groups(failing: 0.05) == 24)
    #expect(Estimator.groups(failing: 0.01) == 37)
    #expect(Estimator.groups(failing: 0.999) == 1)
  }

  @Test func `one direction has no standard error and counts as noise`() throws {
    let prediction = try predict(Known(seed: 6, units: Self.units), seed: 1, count: 1, .mean)
    #expect(prediction.standardError == nil)
    #expect(prediction.interval == nil)
    #expect(prediction.isNoise)
    #expect(prediction.truncation == abs(prediction.terms[2].estimate.value))
  }

  /// n[r] alone overflows beyond r ≈ 200 here, and s^r alone underflows; their product does neither.
  @Test func `terms of high degree stay finite`() throws {
    let (units, degree) = (100_000, 80)
    let directions = Directions.listed(
      [[Complex]](
        repeating: [Complex(1e-5)] + [Complex](repeating: Complex(0), count: units - 1),
        count: 2
      )
    )
    let measurement = SketchMeasurement(
      base: [0],
      directions: [0, 1],
      coefficients: Array(
        repeating: [Array(repeating: Complex(1), count: degree)],
        count: 2
      )
    )
    let prediction = try #require(
      try Predictor(directions, indices: [0, 1], units: units).predict(
        measurement,
        deleting: [0],
        estimator: .mean,
        confidence: 0.95
      ).first
    )
    #expect(prediction.isFinite)
    // C(n + r − 1, r) (1/n)^r = Π (1 + (k − 1)/n)/k
    let expected = (1...degree).reduce(1.0) {
      $0 * (1 + Double($1 - 1) / Double(units)) / Double($1)
    }
    let last = try #require(prediction.terms.last?.estimate.value)
    #expect(abs(last - expected) <= 1e-12 * expected)
  }
}
