import Foundation
import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// The subset lattice, and effects of polynomials whose coefficients are known.
@Suite struct InteractionsTests {
  /// A polynomial in some variables: a coefficient for each list of exponents.
  private struct Polynomial {
    var coefficients: [[Int]: Double] = [:]

    init(variables: Int, degree: Int, seed: UInt64) {
      var generator = SplitMix64(seed: seed)
      func add(_ exponents: [Int], _ left: Int) {
        if exponents.count == variables {
          coefficients[exponents] = generator.normal()
          return
        }
        for exponent in 0...left { add(exponents + [exponent], left - exponent) }
      }
      add([], degree)
    }

    /// The sum of the coefficients of a degree that satisfy something.
    func sum(_ degree: Int, where isCounted: ([Int]) -> Bool) -> Double {
      coefficients.filter { $0.key.reduce(0, +) == degree && isCounted($0.key) }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }.reduce(0) { $0 + $1.value }
    }
  }

  private func support(_ exponents: [Int]) -> [Int] {
    exponents.indices.filter { exponents[$0] > 0 }
  }

  @Test(arguments: [(2, 2), (3, 5), (4, 4), (6, 7)])
  func `every term of a polynomial is found`(variables: Int, degree: Int) throws {
    for seed in 0..<UInt64(Stress.count(2, all: 20)) {
      let polynomial = Polynomial(variables: variables, degree: degree, seed: seed)
      let lines = (1..<(1 << variables)).map { subset in
        (1...degree).map { r in
          polynomial.sum(r) { exponents in support(exponents).allSatisfy { subset >> $0 & 1 != 0 } }
        }
      }
      let effects = Interactions.effects(lines, groups: variables, degree: degree)
      #expect(effects.map(\.groups) == Interactions.subsets(of: variables))
      #expect(effects.count == (1 << variables) - 1)
      for effect in effects {
        for r in 1...degree {
          let expected = polynomial.sum(r) { support($0) == effect.groups }
          let found = effect.terms[r - 1]
          // Rounding stays below what is said of it.
          #expect(
            abs(found - expected) <= effect.rounding[r - 1] + 1e-300,
            "\(effect.groups), \(r)"
          )
          #expect(abs(found - expected) < 1e-10)
        }
        let mixed = (0..<variables).map { effect.groups.contains($0) ? 1 : 0 }
        #expect(abs(effect.derivative - (polynomial.coefficients[mixed] ?? 0)) < 1e-10)
      }
      let result = Interactions.Result(base: 0, effects: effects)
      let all = lines.last?.reduce(0, +) ?? 0
      #expect(abs(result.joint(Array(0..<variables)) - all) < 1e-9)
      #expect(abs(result.joint([0, 1]) - lines[2].reduce(0, +)) < 1e-9)
    }
  }

  /// Numbers that are off by 1e-9 leave terms where there can be none, and these say how much.
  @Test func `rounding is measured where terms have to vanish`() throws {
    let (variables, degree) = (4, 4)
    let polynomial = Polynomial(variables: variables, degree: degree, seed: 9)
    var generator = SplitMix64(seed: 4)
    let lines = (1..<(1 << variables)).map { subset in
      (1...degree).map { r in
        let exact = polynomial.sum(r) { support($0).allSatisfy { subset >> $0 & 1 != 0 } }
        return exact * (1 + 1e-9 * generator.uniform(in: -1...1))
      }
    }
    for effect in Interactions.effects(lines, groups: variables, degree: degree) {
      let mixed = (0..<variables).map { effect.groups.contains($0) ? 1 : 0 }
      let error = abs(effect.derivative - (polynomial.coefficients[mixed] ?? 0))
      #expect(error <= effect.derivativeRounding)
      #expect(effect.derivativeRounding < 1e-6)
    }
  }

  @Test func `inclusion and exclusion`() {
    // Values of {0}, {1}, {0, 1} over a base of 10.
    #expect(Interactions.beyondParts([11, 13, 20], base: 10, groups: 2) == [1, 3, 6])
    var values = (0..<32).map { Double($0 * $0 % 7) }
    let before = values
    SubsetLattice.sum(&values)
    SubsetLattice.invert(&values)
    #expect(values == before)
    #expect(SubsetLattice.ordered(3) == [1, 2, 4, 3, 5, 6, 7])
  }

  /// The mean of the pairs' samples is that of the predictions, and its noise is less than theirs.
  @Test func `pairs are differences of predictions`() throws {
    let drawn = PredictionBatchTests.Drawn(seed: 2, count: 40, units: 9, degree: 3, outputs: [1])
    let predictor = Predictor(drawn.directions, indices: drawn.indices, units: drawn.units)
    let batch = try PredictionBatch(
      predictor,
      drawn.measurements,
      estimator: .mean,
      confidence: 0.9
    )
    let value = { (units: [Int]) in batch.predict(units)[0][0].prediction }
    let pairs = PairInteraction.pairs(
      of: [7, 2, 4],
      drawn.measurements[0],
      directions: drawn.directions,
      unitCount: drawn.units
    )
    #expect(Set(pairs.map(\.units)) == [[2, 4], [2, 7], [4, 7]])
    let sizes = pairs.map { abs($0.estimate.value) }
    #expect(sizes == sizes.sorted(by: >))
    for pair in pairs {
      let (i, j) = (pair.units[0], pair.units[1])
      let expected = value([i, j]) - value([i]) - value([j]) + value([])
      #expect(abs(pair.estimate.value - expected) < 1e-9 * max(1, abs(expected)))
      #expect(try #require(pair.estimate.standardError) > 0)
    }
  }

  @Test func `both ends of a ranking are those of the predictions`() throws {
    let drawn = PredictionBatchTests.Drawn(
      seed: 6,
      count: 40,
      units: 13,
      degree: 2,
      outputs: [1, 1]
    )
    let predictor = Predictor(drawn.directions, indices: drawn.indices, units: drawn.units)
    let batch = try PredictionBatch(
      predictor,
      drawn.measurements,
      estimator: .mean,
      confidence: 0.9
    )
    let attribution = Attribution(batch, units: drawn.units, threads: 2)
    for measurement in 0..<2 {
      let scores = attribution.scores[measurement]
      #expect(scores.map(\.unit) == Array(0..<13))
      for score in scores {
        let prediction = batch.predict([score.unit])[measurement][0]
        #expect(score.change.value == prediction.prediction - prediction.base)
        #expect(score.change.standardError == prediction.standardError)
        #expect(score.firstOrder == prediction.terms[0].estimate)
        let error = try #require(score.firstOrder.standardError)
        #expect(score.isResolved == (abs(score.firstOrder.value) > 2 * error))
      }
      let ends = attribution.ends(of: measurement, count: 3)
      let sorted = scores.map(\.change.value).sorted(by: >)
      #expect(ends.raising.map(\.change.value) == Array(sorted.prefix { $0 > 0 }.prefix(3)))
      #expect(
        ends.lowering.map(\.change.value) == Array(sorted.reversed().prefix { $0 < 0 }.prefix(3))
      )
    }
  }
}
