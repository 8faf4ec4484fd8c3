import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// Predictions from gradients along directions, of cubic functions whose terms are known.
@Suite struct GradientTermsTests {
  /// g·w + ½ wᵀHw + Σ a (b·w)³, H of a low rank beside noise.
  private struct Cubic {
    let gradient: [Double]
    let matrix: [[Double]]
    let cubes: [(scale: Double, vector: [Double])]

    init(units: Int, seed: UInt64) {
      var generator = SplitMix64(seed: seed)
      func vector() -> [Double] { (0..<units).map { _ in generator.normal() } }
      gradient = vector()
      let (a, b) = (vector(), vector())
      var matrix = [[Double]](repeating: [Double](repeating: 0, count: units), count: units)
      for row in 0..<units {
        for column in 0...row {
          let value = 0.2 * a[row] * a[column] - 0.1 * b[row] * b[column] + 0.1 * generator.normal()
          matrix[row][column] = value
          matrix[column][row] = value
        }
      }
      self.matrix = matrix
      cubes = [(0.01, vector()), (-0.02, vector())]
    }

    func slopes(_ psi: [Complex]) -> GradientJet {
      let second = matrix.map { row in
        zip(row, psi).reduce(Complex(0)) { $0 + Complex($1.0) * $1.1 }
      }
      var third = [Complex](repeating: Complex(0), count: psi.count)
      for (scale, vector) in cubes {
        let along = zip(vector, psi).reduce(Complex(0)) { $0 + Complex($1.0) * $1.1 }
        for unit in psi.indices {
          third[unit] = third[unit] + Complex(3 * scale * vector[unit]) * along * along
        }
      }
      return GradientJet(coefficients: [second, third])
    }

    func terms(_ deleted: [Int]) -> [Double] {
      let first = deleted.reduce(0) { $0 + gradient[$1] }
      let second = deleted.reduce(0) { sum, row in
        sum + deleted.reduce(0) { $0 + matrix[row][$1] }
      }
      let third = cubes.reduce(0) { sum, cube in
        let along = deleted.reduce(0) { $0 + cube.vector[$1] }
        return sum + cube.scale * along * along * along
      }
      return [first, second / 2, third]
    }

    func predict(
      _ sets: [[Int]],
      directions count: Int,
      seed: UInt64
    ) throws -> [Prediction] {
      let directions = Directions.random(seed: seed)
      let units = gradient.count
      let psi = (0..<count).map { directions.direction($0, units: units) }
      let measurement = SketchMeasurement(base: [0.5], directions: [], coefficients: [])
        .knowing(gradients: [gradient])
        .knowing(GradientSketch([psi.map(slopes)], along: psi))
      let predictor = Predictor(directions, indices: [], units: units)
      let batch = try PredictionBatch(
        predictor,
        [measurement],
        estimator: .auto,
        confidence: 0.95
      )
      return batch.predict(sets, threads: 1).map { $0[0][0] }
    }
  }

  @Test func `with enough directions all terms are exact`() throws {
    // 8 and 36 unknowns against 40 equations.
    let cubic = Cubic(units: 8, seed: 3)
    for deleted in [[2], [0, 5], [1, 2, 3, 4, 7]] {
      let found = try cubic.predict([deleted], directions: 20, seed: 1)[0]
      for (term, expected) in zip(found.terms, cubic.terms(deleted)) {
        #expect(term.isExact)
        #expect(abs(term.estimate.value - expected) < 1e-8 * max(1, abs(expected)))
      }
      #expect(abs(found.prediction - 0.5 - cubic.terms(deleted).reduce(0, +)) < 1e-7)
      #expect(found.standardError == 0 && found.expectedError == 0)
    }
  }

  @Test func `half as many directions as units make the second degree exact`() throws {
    let cubic = Cubic(units: 30, seed: 4)
    let found = try cubic.predict([[1, 4, 20]], directions: 15, seed: 2)[0]
    let expected = cubic.terms([1, 4, 20])
    #expect(found.terms[0].isExact && found.terms[1].isExact && !found.terms[2].isExact)
    #expect(abs(found.terms[1].estimate.value - expected[1]) < 1e-6 * abs(expected[1]))
    let fewer = try cubic.predict([[1, 4, 20]], directions: 14, seed: 2)[0]
    #expect(!fewer.terms[1].isExact)
  }

  /// Over many seeds the unbiased estimates are off by chance alone, and by as much as they say.
  @Test func `estimates are unbiased and intervals cover`() throws {
    let cubic = Cubic(units: 60, seed: 5)
    let sets = [[7], [1, 2, 3], Array(stride(from: 0, to: 60, by: 3)), Array(10..<50)]
    let seeds = Stress.count(120, all: 1000)
    var sums = [[Double]](repeating: [0, 0], count: sets.count)
    var squares = sums
    var errors = sums
    var covered = [Int](repeating: 0, count: sets.count)
    for seed in 0..<seeds {
      let found = try cubic.predict(sets, directions: 16, seed: UInt64(1000 + seed))
      for (index, prediction) in found.enumerated() {
        let truth = cubic.terms(sets[index])
        for r in [1, 2] {
          let difference = (prediction.terms[r].unbiased ?? .nan) - truth[r]
          let error = prediction.terms[r].estimate.standardError ?? .nan
          sums[index][r - 1] += difference
          squares[index][r - 1] += difference * difference
          errors[index][r - 1] += error * error
        }
        let interval = try #require(prediction.interval)
        if interval.low...interval.high ~= 0.5 + truth.reduce(0, +) { covered[index] += 1 }
      }
    }
    for index in sets.indices {
      for r in 0..<2 {
        let count = Double(seeds)
        let deviation = (squares[index][r] / count).squareRoot()
        #expect(abs(sums[index][r] / count) < 4 * deviation / count.squareRoot())
        // What they say of themselves, against what they are.
        let ratio = (errors[index][r] / squares[index][r]).squareRoot()
        #expect(0.75 < ratio && ratio < 1.35, "set \(index), degree \(r + 2): \(ratio)")
      }
      #expect(Double(covered[index]) > 0.88 * Double(seeds), "set \(index): \(covered[index])")
    }
  }

  /// The regression on the other directions is worth having: less than three quarters of the plain error.
  @Test func `the second degree is nearer than by plain products`() throws {
    let cubic = Cubic(units: 40, seed: 6)
    let deleted = Array(0..<12)
    let truth = cubic.terms(deleted)[1]
    var (fitted, plain) = (0.0, 0.0)
    for seed in 0..<UInt64(Stress.count(40, all: 400)) {
      let directions = Directions.random(seed: seed)
      let found = try cubic.predict([deleted], directions: 14, seed: seed)[0]
      let estimate = (0..<14).reduce(0.0) { sum, j in
        let psi = directions.direction(j, units: 40)
        let slopes = cubic.slopes(psi).coefficients[0]
        let s = deleted.reduce(Complex(0)) { $0 + Complex(psi[$1].re, -psi[$1].im) }
        let h = deleted.reduce(Complex(0)) { $0 + slopes[$1] }
        return sum + 20 * (s * h).re / 14
      }
      let error = (found.terms[1].unbiased ?? .nan) - truth
      fitted += error * error
      plain += (estimate - truth) * (estimate - truth)
    }
    #expect(fitted < 0.56 * plain, "\(fitted) against \(plain)")
  }

  @Test func `one direction says nothing of its error`() throws {
    let found = try Cubic(units: 20, seed: 7).predict([[1, 2]], directions: 1, seed: 1)[0]
    #expect(found.terms[0].isExact)
    #expect(found.standardError == nil && found.interval == nil)
    #expect(found.terms[1].estimate.value == 0 && found.isNoise)
  }
}
