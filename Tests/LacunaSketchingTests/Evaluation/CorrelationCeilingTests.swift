import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// The ceiling against what the mean does on linear functions with a gradient of mean zero.
@Suite struct CorrelationCeilingTests {
  @Test(arguments: [(40, 10), (40, 40), (60, 150)])
  func `the mean reaches it and no more`(_ units: Int, _ directions: Int) throws {
    let trials = Stress.count(24, all: 200)
    var found: [(pearson: Double, spearman: Double)] = []
    for trial in 0..<trials {
      var generator = SplitMix64(seed: UInt64(trial))
      var gradient = (0..<units).map { _ in generator.normal() }
      let mean = gradient.reduce(0, +) / Double(units)
      for unit in gradient.indices { gradient[unit] -= mean }
      let random = Directions.random(seed: UInt64(trial))
      let measurement = SketchMeasurement(
        base: [0],
        directions: Array(0..<directions),
        coefficients: (0..<directions).map { index in
          let psi = random.direction(index, units: units)
          return [[zip(psi, gradient).reduce(Complex(0)) { $0 + $1.0 * Complex($1.1) }]]
        }
      )
      let batch = try PredictionBatch(
        Predictor(random, indices: Array(0..<directions), units: units),
        [measurement],
        estimator: .mean,
        confidence: 0.95
      )
      let sampling = SetSampling(seed: UInt64(trial))
      let sets = (0..<150).map { sampling.set(of: units / 2, among: units, number: $0) }
      let predicted = sets.map { batch.predict($0)[0][0].prediction }
      let truth = sets.map { $0.reduce(0) { $0 + gradient[$1] } }
      found.append(
        (
          try #require(Correlation.pearson(predicted, truth)),
          try #require(Correlation.spearman(predicted, truth))
        )
      )
    }
    let ceiling = try #require(
      CorrelationCeiling(.mean, degree: 1, units: units, directions: directions)
    )
    for (numbers, expected) in [
      (found.map(\.pearson), ceiling.pearson), (found.map(\.spearman), ceiling.spearman),
    ] {
      let mean = numbers.reduce(0, +) / Double(trials)
      let square = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(trials - 1)
      let error = (square / Double(trials)).squareRoot()
      // The formula is of the first order in the variance of the error: 0.02 is what it may be off.
      #expect(abs(mean - expected) < 3 * error + 0.02, "\(mean) ± \(error), expected \(expected)")
    }
  }

  @Test func `others have none`() {
    #expect(CorrelationCeiling(.mean, degree: 2, units: 10, directions: 5) == nil)
    #expect(
      CorrelationCeiling(.medianOfMeans(groups: 3), degree: 1, units: 10, directions: 5) == nil
    )
    let half = CorrelationCeiling(.mean, degree: 1, units: 1000, directions: 500)
    #expect(abs((half?.pearson ?? 0) - 0.5.squareRoot()) < 1e-15)
  }
}
