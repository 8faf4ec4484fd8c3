import LacunaStores

/// What deleting each unit by itself is predicted to change.
public struct Attribution: Sendable {
  /// What a unit does to a measurement.
  public struct Score: Sendable, Equatable {
    /// The unit.
    public var unit: Int
    /// The predicted change when it is deleted, up to the degree of the sketch.
    public var change: Estimate
    /// The same to the first order alone: minus the influence, which is the derivative by the weight.
    public var firstOrder: Estimate

    /// Whether the first order is told from none: more than twice its standard error, or exact.
    public var isResolved: Bool {
      firstOrder.standardError.map { abs(firstOrder.value) > 2 * $0 } ?? false
    }
  }

  /// For each measurement the score of each unit, in their order.
  public let scores: [[Score]]

  /// Predicts the deletion of each unit.
  ///
  /// - Parameters:
  ///   - batch: predictions of scalar measurements.
  ///   - units: how many there are.
  ///   - threads: how many work at once; they change no result.
  public init(_ batch: PredictionBatch, units: Int, threads: Int) {
    let predictions = batch.predict((0..<units).map { [$0] }, threads: threads)
    let count = predictions.first?.count ?? 0
    scores = (0..<count).map { measurement in
      predictions.enumerated().compactMap { unit, found in
        found[measurement].first.map { Score(unit: unit, $0) }
      }
    }
  }

  /// Scores that were had in another way.
  public init(scores: [[Score]]) {
    self.scores = scores
  }

  /// The units of a measurement whose deletion raises it, from the largest change on, and those whose deletion lowers
  /// it.
  ///
  /// - Parameters:
  ///   - measurement: its index.
  ///   - count: how many units of each kind, at most.
  /// - Returns: the scores.
  public func ends(of measurement: Int, count: Int) -> (raising: [Score], lowering: [Score]) {
    // In order of units where changes are the same.
    let ordered = scores[measurement].sorted { left, right in
      left.change.value == right.change.value
        ? left.unit < right.unit : left.change.value > right.change.value
    }
    return (
      Array(ordered.prefix { $0.change.value > 0 }.prefix(count)),
      Array(ordered.reversed().prefix { $0.change.value < 0 }.prefix(count))
    )
  }
}

extension Attribution.Score {
  /// The score that a prediction of a unit's deletion makes.
  public init(unit: Int, _ prediction: Prediction) {
    self.unit = unit
    change = Estimate(
      value: prediction.prediction - prediction.base,
      standardError: prediction.expectedError
    )
    firstOrder = prediction.terms.first?.estimate ?? Estimate(value: 0, standardError: nil)
  }
}

extension SketchMeasurement {
  private static func mean(_ gradients: [[[Double]]], _ part: Double) -> [[Double]]? {
    gradients.first?.indices.map { output in
      (gradients.first?[output] ?? []).indices.map { unit in
        gradients.reduce(0) { $0 + part * $1[output][unit] }
      }
    }
  }

  /// The mean of some measurements on the same directions, as one measurement.
  public static func mean(_ measurements: [SketchMeasurement]) -> SketchMeasurement? {
    guard let first = measurements.first else { return nil }
    let part = 1 / Double(measurements.count)
    let gradients = measurements.compactMap(\.gradients)
    return SketchMeasurement(
      base: first.base.indices.map { output in
        measurements.reduce(0) { $0 + part * $1.base[output] }
      },
      directions: first.directions,
      coefficients: first.coefficients.indices.map { direction in
        first.coefficients[direction].indices.map { output in
          first.coefficients[direction][output].indices.map { r in
            measurements.reduce(Complex(0)) { sum, measurement in
              let value = measurement.coefficients[direction][output][r]
              return Complex(sum.re + part * value.re, sum.im + part * value.im)
            }
          }
        }
      },
      relativeNoise: measurements.map(\.relativeNoise).max() ?? 0
    ).knowing(gradients: gradients.count < measurements.count ? nil : mean(gradients, part))
  }
}
