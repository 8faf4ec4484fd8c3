import LacunaExecution
import LacunaProtocols
import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// Other weights than deletion, and a base other than all ones.
struct ReweightingTests {
  private let options = ExecutionOptions()

  @Test func `a deletion is a reweighting`() {
    let deletion = Reweighting(deleting: [1, 4])
    #expect(Reweighting(downweights: [4: 1, 1: 1, 2: 0]) == deletion)
    #expect(deletion.isDeletion && deletion.deleted == [1, 4] && deletion.reweighted.isEmpty)
    let mixed = Reweighting(downweights: [5: 0.5, 1: 1, 3: -1])
    #expect(mixed.units == [1, 3, 5] && mixed.deleted == [1] && !mixed.isDeletion)
    #expect(mixed.reweighted.map(\.unit) == [3, 5])
    #expect(mixed.reweighted.map(\.weight) == [2, 0.5])
  }

  /// t_r = n[r] · mean of Re(s^r c_r) with s = Σ w_i conj(ψ[i]), computed number by number.
  @Test(arguments: [1, 3, 8, 13])
  func `predictions are the formula`(count: Int) throws {
    let units = 9
    for seed in 0..<Stress.count(4, all: 100) {
      var generator = SplitMix64(seed: UInt64(seed))
      let directions = Directions.random(seed: UInt64(seed))
      let coefficients = (0..<count).map { _ in
        (0..<3).map { _ in Complex(generator.normal(), generator.normal()) }
      }
      let measurement = SketchMeasurement(
        base: [0.5],
        directions: Array(0..<count),
        coefficients: coefficients.map { [$0] }
      )
      let downweights = [1: 1.0, 4: 0.5, 6: -1, 7: generator.normal()]
      let batch = try PredictionBatch(
        Predictor(directions, indices: Array(0..<count), units: units),
        [measurement],
        estimator: .mean,
        confidence: 0.9
      )
      let found = batch.predict(Reweighting(downweights: downweights))[0][0]
      for degree in 1...3 {
        let choose = (1...degree).reduce(1.0) { $0 * Double(units + $1 - 1) / Double($1) }
        var sum = 0.0
        for (index, row) in coefficients.enumerated() {
          let psi = directions.direction(index, units: units)
          let s = downweights.reduce(Complex(0)) {
            $0 + Complex($1.value) * Complex(psi[$1.key].re, -psi[$1.key].im)
          }
          let power = (1...degree).reduce(Complex(1)) { value, _ in value * s }
          sum += choose * (power * row[degree - 1]).re
        }
        let expected = sum / Double(count)
        #expect(
          abs(found.terms[degree - 1].estimate.value - expected) < 1e-11 * max(1, abs(expected))
        )
      }
    }
  }

  @Test func `a deletion is predicted with the same bits either way`() throws {
    let drawn = PredictionBatchTests.Drawn(
      seed: 2,
      count: 11,
      units: 30,
      degree: 3,
      outputs: [1, 2]
    )
    let batch = try PredictionBatch(
      Predictor(drawn.directions, indices: drawn.indices, units: 30),
      drawn.measurements,
      estimator: .mean,
      confidence: 0.9
    )
    let deleted = [0, 3, 4, 11, 12, 29]
    let all = Dictionary(uniqueKeysWithValues: deleted.map { ($0, 1.0) })
    #expect(batch.predict(deleted) == batch.predict(Reweighting(deleting: deleted)))
    #expect(batch.predict(deleted) == batch.predict(Reweighting(downweights: all)))
  }

  /// The value of the loss when every example has a weight of its own, by plain training.
  private func truth(_ weights: [Double]) throws -> Double {
    let problem = try UnitTests.problem()
    let models = try Retraining(problem, options: options).parameters(weightings: [weights])
    return try Measurer(
      Golden.loss("abc", on: problem),
      parameters: problem.parameters,
      base: [:],
      ring: .lanes,
      options: options
    ).values(models)[0][0]
  }

  /// Base weights of a half to one and a half.
  private func base(seed: UInt64, count: Int) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in 0.5 + Double(generator.next() % 1000) / 1000 }
  }

  /// Polynomials of a problem with units and base weights, along weights of 1/2, 2 and 0, against trainings
  /// whose weights are written down here.
  @Test func `curves about any base meet retrains at any weights`() throws {
    for seed in 0..<UInt64(Stress.count(2, all: 20)) {
      let units = UnitTests.units(seed: seed)
      let base = base(seed: seed, count: units.exampleCount)
      let problem = try UnitTests.problem(units, baseWeights: base)
      let downweights = [0: 0.5, 1: -1, 2: 1.0]
      let curve = try Curve(
        problem,
        along: Reweighting(downweights: downweights),
        degree: 12,
        targets: [Golden.loss("abc", on: problem)],
        options: options
      ).coefficients[0]
      func weights(_ t: Double) -> [Double] {
        base.indices.map { base[$0] * (1 - t * (downweights[units.unit(of: $0)] ?? 0)) }
      }
      #expect(problem.weights(Reweighting(downweights: downweights), scale: 0.3) == weights(0.3))
      #expect(problem.undeleted == base)
      for t in [0, 0.25, -0.25] {
        let sum = curve.reversed().reduce(0) { $0 * t + $1 }
        let expected = try truth(weights(t))
        #expect(abs(sum - expected) < (t == 0 ? 1e-13 : 1e-6), "seed \(seed), t \(t)")
      }
      let h = 1e-3
      let slope = try (truth(weights(h)) - truth(weights(-h))) / (2 * h)
      #expect(abs(curve[1] - slope) < 1e-5 * max(1, abs(slope)))
      #expect(abs(slope) > 1e-3)
      // The base is not that of all ones.
      #expect(try abs(curve[0] - truth([Double](repeating: 1, count: base.count))) > 1e-4)
    }
  }

  /// Along complex directions: the weight of example i is b_i (1 − zψ[unit(i)]), whose derivative is b_i times
  /// that of a plain problem at the same weights; checked by linearity over the units.
  @Test func `complex directions are sums of real ones`() throws {
    let units = UnitTests.units(seed: 4)
    let problem = try UnitTests.problem(
      units,
      baseWeights: base(seed: 4, count: units.exampleCount)
    )
    let target = try Golden.loss("abc", on: problem)
    let psi = Directions.random(seed: 4).direction(0, units: units.count)
    let found = try JetOfTraining(problem, direction: psi, degree: 1, options: options)
      .measure(target).tangents[0]
    var expected = Complex(0)
    for unit in 0..<units.count {
      let slope = try Curve(
        problem,
        deleting: [unit],
        degree: 1,
        targets: [target],
        options: options
      ).coefficients[0][1]
      expected = expected + Complex(slope) * psi[unit]
    }
    #expect(abs(found.re - expected.re) < 1e-12 && abs(found.im - expected.im) < 1e-12)
  }

  @Test func `weights of one are no weights`() throws {
    let dataset = Dataset(madeUp: ["a", "b", "c"].map { Record(text: $0) }, format: .lines)
    func weights(_ changes: [String], _ units: Units = Units(each: 3)) throws -> [Double]? {
      try Weighting.weights(nil, changes: changes, units: units, of: dataset)
    }
    #expect(try weights([]) == nil)
    #expect(try weights(["0-2=1"]) == nil)
    #expect(try weights(["0-1=0.5", "matches:b=-2", "column:text=c=0"]) == [0.5, -2, 0])
    let grouped = Units(labels: ["x", "y", "x"])
    #expect(try weights(["unit:x=3"], grouped) == [3, 1, 3])
  }

  @Test func `weights are read with their units`() throws {
    let dataset = Dataset(madeUp: ["a", "b", "c", "d"].map { Record(text: $0) }, format: .lines)
    let grouped = Units(labels: ["x", "y=z", "x", "3"])
    func read(_ weights: [String], _ deleted: String? = nil, _ units: Units) throws -> Reweighting {
      try Reweighting(weights: weights, deleting: deleted, of: units, in: dataset)
    }
    let each = Units(each: 4)
    #expect(
      try read(["0,2-3=0.5"], "1", each)
        == Reweighting(downweights: [0: 0.5, 1: 1, 2: 0.5, 3: 0.5])
    )
    #expect(try read(["contains:b=2"], nil, each) == Reweighting(downweights: [1: -1]))
    #expect(
      try read(["x=0", "y=z=2", "3=-1"], nil, grouped)
        == Reweighting(downweights: [0: 1, 1: -1, 2: 2])
    )
    #expect(try read(["units:0=0"], "unit:3", grouped) == Reweighting(deleting: [0, 2]))
    for (texts, deleted, units, tells) in [
      (["0"], nil, each, "cannot read --weight '0': expected units or examples and a finite"),
      (["0=x"], nil, each, "cannot read --weight '0=x'"), (["=2"], nil, each, "'=2'"),
      (["0=inf"], nil, each, "a finite weight"), (["0=1"], nil, each, "other than 1"),
      (["4=2"], nil, each, "names position 4, expected 0 to 3"),
      (["0=2", "0-1=3"], nil, each, "gives unit '0' a second weight"),
      (["0=2"], "0", each, "gives unit '0' a second weight"),
      (["0=2"], nil, grouped, "a unit '0' that there is not"),
      (["contains:a=2"], nil, grouped, "selects 1 of the 2 examples of unit 'x'"),
    ] as [([String], String?, Units, String)] {
      let error = #expect(throws: SketchingError.self) { try read(texts, deleted, units) }
      #expect(error?.description.contains(tells) == true, "\(texts): \(error?.description ?? "")")
      #expect(error?.category == .usage)
    }
  }
}
