import Synchronization

/// Predictions of some measurements for many deletion sets: what these share is prepared once.
public struct PredictionBatch: Sendable {
  /// How directions are combined.
  public let estimator: Estimator
  /// The confidence of the intervals.
  public let confidence: Double
  private let predictor: Predictor
  /// The outputs of each measurement.
  private let outputs: [[Output]]
  /// The half-width of an interval in standard errors.
  private let halfWidth: Double

  /// One number of a measurement.
  private struct Output: Sendable {
    let base: Double
    let degree: Int
    /// For each degree from 1 the real parts of the coefficients on all directions, then the imaginary ones.
    let coefficients: [Double]
  }

  /// Prepares predictions.
  ///
  /// - Parameters:
  ///   - predictor: of the directions that were measured.
  ///   - measurements: what is predicted, all on the same directions.
  ///   - estimator: how directions are combined.
  ///   - confidence: of the interval, between 0 and 1.
  public init(
    _ predictor: Predictor,
    _ measurements: [SketchMeasurement],
    estimator: Estimator,
    confidence: Double
  ) {
    self.predictor = predictor
    self.estimator = estimator
    self.confidence = confidence
    let freedom = estimator.samples(of: predictor.count) - 1
    halfWidth =
      freedom > 0
      ? StudentT.halfWidth(confidence: confidence, degreesOfFreedom: freedom) : .infinity
    outputs = measurements.map { measurement in
      precondition(
        measurement.coefficients.count == predictor.count,
        "a measurement of \(measurement.coefficients.count) directions for \(predictor.count)"
      )
      return measurement.base.indices.map { output in
        let degree = measurement.coefficients.first?[output].count ?? 0
        let stride = predictor.stride
        var coefficients = [Double](repeating: 0, count: degree * 2 * stride)
        for (direction, outputs) in measurement.coefficients.enumerated() {
          for (r, value) in outputs[output].enumerated() {
            coefficients[r * 2 * stride + direction] = value.re
            coefficients[(r * 2 + 1) * stride + direction] = value.im
          }
        }
        return Output(
          base: measurement.base[output],
          degree: degree,
          coefficients: coefficients
        )
      }
    }
  }

  /// The predictions for a deletion set: for each measurement, one for each of its outputs.
  public func predict(_ deleted: [Int]) -> [[Prediction]] {
    predict(deleted, scratch())
  }

  /// The predictions for a reweighting: for each measurement, one for each of its outputs.
  public func predict(_ reweighting: Reweighting) -> [[Prediction]] {
    let scratch = scratch()
    predictor.sum(reweighting, into: scratch.sums)
    return combine(scratch)
  }

  /// The predictions for some deletion sets, in their order, by several threads.
  ///
  /// - Parameters:
  ///   - sets: the units left out, for each set.
  ///   - threads: how many work at once; they change no result.
  /// - Returns: for each set and each measurement, a prediction for each output.
  public func predict(_ sets: [[Int]], threads: Int) -> [[[Prediction]]] {
    // Pieces long enough that handing them out costs nothing.
    let piece = 64
    let pieces = (sets.count + piece - 1) / piece
    let results = Mutex([[[[Prediction]]]](repeating: [], count: pieces))
    Parallel.forEach(pieces, threads: threads) { index in
      let scratch = scratch()
      let found = sets[(index * piece)...].prefix(piece).map { predict($0, scratch) }
      results.withLock { $0[index] = found }
    }
    return results.withLock { $0.flatMap { $0 } }
  }

  /// What a thread works on.
  final class Scratch {
    let sums: UnsafeMutablePointer<Double>
    let samples: UnsafeMutablePointer<Double>

    init(stride: Int, degree: Int) {
      sums = .allocate(capacity: 2 * stride)
      samples = .allocate(capacity: (degree + 1) * stride)
    }

    deinit {
      sums.deallocate()
      samples.deallocate()
    }
  }

  /// Scratch memory for one thread.
  func scratch() -> Scratch {
    let degree = outputs.joined().map(\.degree).max() ?? 0
    return Scratch(stride: predictor.stride, degree: degree)
  }

  /// The predictions for a deletion set, on the memory of a thread.
  func predict(_ deleted: [Int], _ scratch: Scratch) -> [[Prediction]] {
    predictor.sum(deleted, into: scratch.sums)
    return combine(scratch)
  }

  /// The predictions from the sums of a set.
  private func combine(_ scratch: Scratch) -> [[Prediction]] {
    outputs.map { outputs in
      outputs.map { output in
        sample(output, scratch)
        return combine(output, scratch.samples)
      }
    }
  }

  /// The samples of each degree, and after them those of their sum.
  ///
  /// The degrees are correlated, so the standard error of their sum is that of the sums over directions.
  private func sample(_ output: Output, _ scratch: Scratch) {
    let (stride, degree) = (predictor.stride, output.degree)
    let (sums, samples) = (scratch.sums, scratch.samples)
    output.coefficients.withUnsafeBufferPointer { coefficients in
      for start in Swift.stride(from: 0, to: stride, by: Vector.width) {
        // s is the sum of conjugates.
        let (a, b) = (Vector.load(sums + start), -Vector.load(sums + stride + start))
        var re = Vector.Numbers(repeating: 1)
        var im = Vector.Numbers(repeating: 0)
        var total = Vector.Numbers(repeating: 0)
        if let base = coefficients.baseAddress {
          var r = 0
          while r < degree {
            r += 1
            // n[r] s^r, factor by factor: either alone may leave the range of numbers.
            let factor = Double(predictor.units + r - 1) / Double(r)
            (re, im) = ((re * a - im * b) * factor, (re * b + im * a) * factor)
            let row = base + (r - 1) * 2 * stride + start
            let product = re * Vector.load(row) - im * Vector.load(row + stride)
            Vector.store(product, samples + (r - 1) * stride + start)
            total += product
          }
        }
        Vector.store(total, samples + degree * stride + start)
      }
    }
  }

  private func combine(_ output: Output, _ samples: UnsafeMutablePointer<Double>) -> Prediction {
    func estimate(_ row: Int) -> Estimate {
      estimator.estimate(
        UnsafeBufferPointer(start: samples + row * predictor.stride, count: predictor.count)
      )
    }
    let terms = (0..<output.degree).map {
      Prediction.Term(degree: $0 + 1, estimate: estimate($0))
    }
    let sum = estimate(output.degree)
    let width = sum.standardError.map { $0 * halfWidth }
    let value = output.base + sum.value
    return Prediction(
      base: output.base,
      prediction: value,
      standardError: sum.standardError,
      interval: width.map { (value - $0, value + $0) },
      terms: terms,
      truncation: abs(terms.last?.estimate.value ?? 0),
      estimator: estimator
    )
  }
}
