/// Combines the measured jets of a sketch to predictions: O(K · |D|) a deletion set.
public struct Predictor: Sendable {
  /// For each unit a row of `2 · stride` numbers: the real parts of all directions, then the imaginary ones.
  ///
  /// A deletion set adds up the rows of its units.
  let numbers: [Double]
  /// The number of directions.
  let count: Int
  /// The numbers of a part of a row: that of directions, filled up to whole vectors with zeros.
  let stride: Int
  /// The number of units.
  let units: Int

  /// A predictor for the directions of a measured sketch, in the order of its coefficients.
  ///
  /// - Parameters:
  ///   - directions: of the sketch.
  ///   - indices: those that were measured.
  ///   - units: how many there are.
  ///   - threads: how many work at once; they change no result.
  public init(_ directions: Directions, indices: [Int], units: Int, threads: Int = 1) {
    count = indices.count
    let stride = Vector.count(for: indices.count) * Vector.width
    self.stride = stride
    self.units = units
    let size = units * 2 * stride
    numbers = [Double](unsafeUninitializedCapacity: size) { buffer, filled in
      buffer.initialize(repeating: 0)
      let rows = Rows(buffer)
      // A vector of directions at a time: neighbours in memory, and no line of the cache for two threads.
      Parallel.forEach(stride / Vector.width, threads: threads) { block in
        for lane in (block * Vector.width)..<min((block + 1) * Vector.width, indices.count) {
          let direction = directions.direction(indices[lane], units: units)
          for (unit, value) in direction.enumerated() {
            rows.numbers[unit * 2 * stride + lane] = value.re
            rows.numbers[(unit * 2 + 1) * stride + lane] = value.im
          }
        }
      }
      filled = size
    }
  }

  /// Sums over numbers that lie as described.
  init(numbers: [Double], count: Int, stride: Int, units: Int) {
    self.numbers = numbers
    self.count = count
    self.stride = stride
    self.units = units
  }

  /// Memory that several threads fill.
  ///
  /// Unchecked: each of them writes the columns of its own directions.
  private struct Rows: @unchecked Sendable {
    let numbers: UnsafeMutableBufferPointer<Double>

    init(_ numbers: UnsafeMutableBufferPointer<Double>) { self.numbers = numbers }
  }

  /// The predictions for a deletion set, one for each output of the measurement.
  ///
  /// For many deletion sets, make a ``PredictionBatch`` once.
  ///
  /// - Parameters:
  ///   - measurement: the measurement on the sketch.
  ///   - deleted: the units left out.
  ///   - estimator: how directions are combined.
  ///   - confidence: of the interval, between 0 and 1.
  /// - Returns: a prediction for each output.
  /// - Throws: ``SketchingError/linearAlgebra(routine:code:)``.
  public func predict(
    _ measurement: SketchMeasurement,
    deleting deleted: [Int],
    estimator: Estimator,
    confidence: Double
  ) throws(SketchingError) -> [Prediction] {
    try PredictionBatch(self, [measurement], estimator: estimator, confidence: confidence)
      .predict(deleted)[0]
  }

  /// Σ w_i ψ_j[i] over a reweighting for all directions j, laid out like the sum over a deletion set.
  func sum(_ reweighting: Reweighting, into sums: UnsafeMutablePointer<Double>) {
    guard let downweights = reweighting.downweights else {
      return sum(reweighting.units, into: sums)
    }
    let width = 2 * stride
    sums.initialize(repeating: 0, count: width)
    numbers.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      for (unit, downweight) in zip(reweighting.units, downweights) {
        precondition(0..<units ~= unit, "unit \(unit) of \(units)")
        let row = base + unit * width
        for index in 0..<width { sums[index] += downweight * row[index] }
      }
    }
  }

  /// Σ ψ_j[i] over a deletion set for all directions j: the real parts, then the imaginary ones.
  func sum(_ deleted: [Int], into sums: UnsafeMutablePointer<Double>) {
    let width = 2 * stride
    sums.initialize(repeating: 0, count: width)
    numbers.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      func row(_ index: Int) -> UnsafePointer<Double> {
        precondition(0..<units ~= deleted[index], "unit \(deleted[index]) of \(units)")
        return base + deleted[index] * width
      }
      var next = 0
      // Four rows at a time, in order: a quarter of the traffic of the sums.
      while next + 4 <= deleted.count {
        let (a, b, c, d) = (row(next), row(next + 1), row(next + 2), row(next + 3))
        for index in 0..<width {
          sums[index] = (((sums[index] + a[index]) + b[index]) + c[index]) + d[index]
        }
        next += 4
      }
      while next < deleted.count {
        let a = row(next)
        for index in 0..<width { sums[index] += a[index] }
        next += 1
      }
    }
  }
}
