import LacunaSketching
import LacunaTestSupport
import Testing

/// Flat predictions, against the formula computed number by number.
@Suite struct PredictionBatchTests {
  /// A measurement of drawn numbers.
  struct Drawn {
    let directions = Directions.random(seed: 5)
    let indices: [Int]
    let units: Int
    let measurements: [SketchMeasurement]

    init(seed: UInt64, count: Int, units: Int, degree: Int, outputs: [Int]) {
      var generator = SplitMix64(seed: seed)
      self.units = units
      let indices = (0..<count).map { 3 * $0 + 1 }
      self.indices = indices
      measurements = outputs.map { outputs in
        SketchMeasurement(
          base: (0..<outputs).map { _ in generator.normal() },
          directions: indices,
          coefficients: indices.map { _ in
            (0..<outputs).map { _ in
              (0..<degree).map { _ in Complex(generator.normal(), generator.normal()) }
            }
          }
        )
      }
    }

    /// The samples of each degree, and of their sum, straight from the definition.
    func samples(_ measurement: Int, _ output: Int, _ deleted: [Int]) -> [[Double]] {
      let degree = measurements[measurement].coefficients[0][output].count
      var samples = [[Double]](repeating: [], count: degree + 1)
      for (direction, index) in indices.enumerated() {
        let psi = directions.direction(index, units: units)
        let s = deleted.reduce(Complex(0)) { $0 + Complex(psi[$1].re, -psi[$1].im) }
        var total = 0.0
        for r in 1...degree {
          let choose = (1...r).reduce(1.0) { $0 * Double(units + $1 - 1) / Double($1) }
          let power = (1...r).reduce(Complex(1)) { value, _ in value * s }
          let c = measurements[measurement].coefficients[direction][output][r - 1]
          let term = choose * (power * c).re
          samples[r - 1].append(term)
          total += term
        }
        samples[degree].append(total)
      }
      return samples
    }
  }

  private func moments(_ samples: [Double]) -> (mean: Double, error: Double) {
    let n = Double(samples.count)
    let mean = samples.reduce(0, +) / n
    let square = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    return (mean, (square / n).squareRoot())
  }

  private func isClose(_ a: Double, _ b: Double, _ scale: Double) -> Bool {
    abs(a - b) <= 1e-12 * scale
  }

  /// Numbers of directions around whole vectors, and sets around whole groups of rows.
  @Test(arguments: [2, 7, 8, 9, 16, 23], [1, 3, 4, 5, 11])
  func `terms, errors and sums are those of the definition`(count: Int, size: Int) throws {
    let drawn = Drawn(seed: 1, count: count, units: 13, degree: 3, outputs: [2, 1])
    let predictor = Predictor(drawn.directions, indices: drawn.indices, units: drawn.units)
    let batch = try PredictionBatch(
      predictor,
      drawn.measurements,
      estimator: .mean,
      confidence: 0.9
    )
    let deleted = (0..<size).map { $0 * 5 % drawn.units }
    let found = batch.predict(deleted)
    #expect(found.map(\.count) == [2, 1])
    for (measurement, outputs) in found.enumerated() {
      for (output, prediction) in outputs.enumerated() {
        let samples = drawn.samples(measurement, output, deleted)
        let scale = samples.joined().reduce(1) { max($0, abs($1)) }
        for (term, samples) in zip(prediction.terms, samples) {
          let expected = moments(samples)
          #expect(isClose(term.estimate.value, expected.mean, scale), "degree \(term.degree)")
          let error = try #require(term.estimate.standardError)
          #expect(isClose(error, expected.error, scale), "degree \(term.degree)")
        }
        let sum = moments(samples[3])
        #expect(isClose(prediction.prediction - prediction.base, sum.mean, scale))
        #expect(isClose(try #require(prediction.standardError), sum.error, scale))
        let interval = try #require(prediction.interval)
        let middle = (interval.low + interval.high) / 2
        #expect(isClose(middle, prediction.prediction, scale + interval.high - interval.low))
        #expect(interval.low < prediction.prediction && prediction.prediction < interval.high)
        #expect(prediction.truncation == abs(try #require(prediction.terms.last).estimate.value))
      }
    }
  }

  @Test func `the median of means is that of group means in order`() throws {
    let drawn = Drawn(seed: 2, count: 21, units: 9, degree: 2, outputs: [1])
    let predictor = Predictor(drawn.directions, indices: drawn.indices, units: drawn.units)
    let groups = 4
    let batch = try PredictionBatch(
      predictor,
      drawn.measurements,
      estimator: .medianOfMeans(groups: groups),
      confidence: 0.9
    )
    let found = batch.predict([0, 8])[0][0]
    for (term, samples) in zip(found.terms, drawn.samples(0, 0, [0, 8])) {
      let means = (0..<groups).map { group in
        moments(Array(samples[(group * 21 / groups)..<((group + 1) * 21 / groups)])).mean
      }.sorted()
      #expect(abs(term.estimate.value - (means[1] + means[2]) / 2) <= 1e-12)
    }
  }

  @Test(arguments: [1, 2, 3, 7])
  func `threads change no bit, and a batch is its sets one by one`(threads: Int) throws {
    let drawn = Drawn(seed: 3, count: 20, units: 40, degree: 3, outputs: [1, 2])
    let one = Predictor(drawn.directions, indices: drawn.indices, units: drawn.units)
    let predictor = Predictor(
      drawn.directions,
      indices: drawn.indices,
      units: drawn.units,
      threads: threads
    )
    let sets = (0..<200).map { set in (0..<(set % 9)).map { (set * 7 + $0 * 5) % 40 } }
    let found = try PredictionBatch(
      predictor,
      drawn.measurements,
      estimator: .mean,
      confidence: 0.95
    ).predict(sets, threads: threads)
    #expect(found.count == sets.count)
    for (set, predictions) in zip(sets, found) {
      let expected = try drawn.measurements.map {
        try one.predict($0, deleting: set, estimator: .mean, confidence: 0.95)
      }
      #expect(predictions == expected)
    }
  }

  @Test func `nothing deleted changes nothing`() throws {
    let drawn = Drawn(seed: 4, count: 5, units: 6, degree: 2, outputs: [1])
    let predictor = Predictor(drawn.directions, indices: drawn.indices, units: drawn.units)
    let batch = try PredictionBatch(
      predictor,
      drawn.measurements,
      estimator: .mean,
      confidence: 0.5
    )
    let found = batch.predict([])[0][0]
    #expect(found.prediction == found.base && found.standardError == 0)
  }
}
