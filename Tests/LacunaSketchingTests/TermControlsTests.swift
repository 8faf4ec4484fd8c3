import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// Terms that are related to those of lower degrees.
@Suite struct TermControlsTests {
  /// A function of two linear forms, u and v: u + a u² + b v² + c u³ + d u v² + e v³.
  struct TwoForms {
    let units: Int
    var second = (related: 1.0, other: 0.3)
    var third = (cube: 0.5, product: 0.4, other: 0.2)
    private let forms: [[Double]]

    init(units: Int, seed: UInt64 = 1) {
      self.units = units
      var generator = SplitMix64(seed: seed)
      forms = (0..<2).map { _ in (0..<units).map { _ in generator.normal() } }
    }

    var gradient: [Double] { forms[0] }

    func coefficients(_ vector: [Complex]) -> [Complex] {
      let u = TwoForms.product(vector, forms[0])
      let v = TwoForms.product(vector, forms[1])
      func scaled(_ factor: Double, _ value: Complex) -> Complex { Complex(factor) * value }
      return [
        u, scaled(second.related, u * u) + scaled(second.other, v * v),
        scaled(third.cube, u * u * u) + scaled(third.product, u * v * v)
          + scaled(third.other, v * v * v),
      ]
    }

    func terms(_ deleted: [Int]) -> [Double] {
      coefficients((0..<units).map { Complex(deleted.contains($0) ? 1 : 0) }).map(\.re)
    }

    private static func product(_ vector: [Complex], _ form: [Double]) -> Complex {
      zip(vector, form).reduce(Complex(0)) { $0 + Complex($1.1) * $1.0 }
    }

    /// A prediction with the exact gradient, by the directions of a seed.
    func predict(_ deleted: [Int], seed: UInt64, count: Int) throws -> Prediction {
      let directions = Directions.random(seed: seed)
      let indices = Array(0..<count)
      let measurement = SketchMeasurement(
        base: [0],
        directions: indices,
        coefficients: indices.map { [coefficients(directions.direction($0, units: units))] }
      ).knowing(gradients: [gradient])
      let found = try Predictor(directions, indices: indices, units: units).predict(
        measurement,
        deleting: deleted,
        estimator: .auto,
        confidence: 0.95
      )
      return try #require(found.first)
    }
  }

  /// With 10 directions nothing else is known of the 1830 and 37 820 unknowns; with 40 the second degree is
  /// regressed on the equations besides.
  @Test(arguments: [10, 40])
  func `what lower degrees explain in full is known`(count: Int) throws {
    var known = TwoForms(units: 60)
    known.second.other = 0
    known.third = (0.7, 0, 0)
    for deleted in [[1], [4, 40], Array(10..<35)] {
      let found = try known.predict(deleted, seed: 2, count: count)
      for (term, truth) in zip(found.terms, known.terms(deleted)) {
        #expect(abs((term.unbiased ?? term.estimate.value) - truth) < 1e-3 * abs(truth))
        #expect(abs(term.estimate.value - truth) < 0.01 * abs(truth))
        #expect(try #require(term.estimate.standardError) < 1e-2 * abs(truth))
      }
    }
  }

  @Test(arguments: [12, 40])
  func `estimates with controls are unbiased, with the stated error`(count: Int) throws {
    let known = TwoForms(units: 30)
    let deleted = [2, 3, 11, 17, 25]
    let truth = known.terms(deleted)
    let runs = Stress.count(150, all: 3000)
    let found = try (0..<runs).map {
      try known.predict(deleted, seed: UInt64(100 + $0), count: count)
    }
    for r in [1, 2] {
      let values = try found.map { try #require($0.terms[r].unbiased) }
      let mean = values.reduce(0, +) / Double(runs)
      let spread =
        (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs - 1)).squareRoot()
      #expect(abs(mean - truth[r]) < 4 * spread / Double(runs).squareRoot(), "degree \(r + 1)")
      let errors = try found.map { try #require($0.terms[r].estimate.standardError) }
      let stated = (errors.reduce(0) { $0 + $1 * $1 } / Double(runs)).squareRoot()
      #expect(abs(stated / spread - 1) < 0.3, "stated \(stated), spread \(spread)")
    }
    let total = truth.reduce(0, +)
    let covered = try found.count {
      let interval = try #require($0.interval)
      return interval.low <= total && total <= interval.high
    }
    #expect(Double(covered) >= 0.88 * Double(runs), "covered \(covered) of \(runs)")
  }

  /// That is what makes them unbiased: a factor knows nothing of the direction that it is used for.
  @Test(arguments: [2, 3], [false, true])
  func `a factor does not depend on its own direction`(degree: Int, isFitted: Bool) throws {
    let (units, count) = (20, 9)
    let directions = Directions.random(seed: 3)
    let predictor = Predictor(directions, indices: Array(0..<count), units: units)
    let equations = try TermEquations(predictor, degree: degree)
    let mean = equations.eigen.values.reduce(0, +) / Double(2 * count)
    let inverse = equations.eigen.matrix(
      equations.eigen.values.map { 1 / ($0 + TermRegression.least * mean) }
    )
    func fitted(_ values: [Double]) -> TermControls.Fitted {
      isFitted
        ? TermControls.Fitted(
          values,
          TermRegression(equations, interpolating: values),
          inverse: inverse
        ) : TermControls.Fitted(values)
    }
    var generator = SplitMix64(seed: 4)
    var columns = (0..<3).map { _ in (0..<(2 * count)).map { _ in generator.normal() } }
    // A relation, so that factors are not zero.
    for index in columns[0].indices { columns[0][index] += columns[1][index] - columns[2][index] }
    func controls() throws -> TermControls {
      try #require(
        TermControls(fitted(columns[0]), [fitted(columns[1]), fitted(columns[2])])
      )
    }
    let before = try controls()
    #expect(before.explained > 0.2 && before.whole[0] > 0.2 && before.whole[1] < -0.2)
    for column in columns.indices {
      columns[column][5] += 7
      columns[column][count + 5] -= 11 * Double(column + 1)
    }
    let after = try controls()
    for number in 0..<2 {
      let (old, new) = (before.leftOut[number], after.leftOut[number])
      #expect(abs(old[5] - new[5]) < 1e-5 * abs(old[5]))
      #expect((0..<count).filter { $0 != 5 }.allSatisfy { abs(old[$0] - new[$0]) > 1e-3 })
    }
  }

  @Test func `where nothing is related, hardly anything is believed to be`() throws {
    var known = TwoForms(units: 400)
    known.second.related = 0
    known.third = (0, 0, 1)
    let runs = Stress.count(20, all: 400)
    for seed in 0..<runs {
      let directions = Directions.random(seed: UInt64(seed))
      let values = (0..<32).map {
        known.coefficients(directions.direction($0, units: known.units))
      }
      func parts(_ value: (Int) -> Complex) -> TermControls.Fitted {
        TermControls.Fitted((0..<32).map { value($0).re } + (0..<32).map { value($0).im })
      }
      let found = try #require(
        TermControls(parts { values[$0][1] }, [parts { values[$0][0] * values[$0][0] }])
      )
      #expect(found.explained < 0.2)
      #expect(abs(found.whole[0]) < 0.3)
    }
    #expect(TermControls(TermControls.Fitted([1, 2]), [TermControls.Fitted([3, 4])]) == nil)
    let zeros = TermControls.Fitted([Double](repeating: 0, count: 20))
    #expect(TermControls(zeros, [zeros]) == nil)
  }

  @Test func `a relation is believed as far as it explains`() {
    let mixture = ScaleMixture(share: 0)
    func belief(_ estimate: Double, _ explained: Double) -> ScaleMixture.Belief {
      let relation = ScaleMixture.Relation(value: 10, explained: explained)
      return mixture.belief(estimate, error: 100, variance: 1, relation: relation)
    }
    // Noise hides everything: what is left is the relation, as likely as it explains.
    for explained in [0.1, 0.5, 0.9] {
      #expect(abs(belief(0, explained).value - 10 * explained) < 1)
    }
    #expect(belief(5, 0) == mixture.belief(5, error: 100, variance: 1))
    // Evidence decides.
    let relation = ScaleMixture.Relation(value: 10, explained: 0.5)
    let near = mixture.belief(9.5, error: 1, variance: 1, relation: relation)
    #expect(abs(near.value - 10) < 0.5)
    let far = mixture.belief(0.1, error: 1, variance: 1, relation: relation)
    #expect(abs(far.value) < 0.5)
  }
}
