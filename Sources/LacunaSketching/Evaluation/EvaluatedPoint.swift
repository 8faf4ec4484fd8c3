/// A deletion set of an evaluation: what was predicted, and what came true.
public struct EvaluatedPoint: Sendable, Equatable {
  /// The predicted change of the measurement.
  public var predicted: Double
  /// The change that a retrain shows.
  public var truth: Double
  /// The standard error of the prediction, where it has one.
  public var standardError: Double?
  /// How far the prediction is expected to be from the Taylor polynomial: where terms were shrunk less than
  /// the standard error, else the same.
  public var expectedError: Double?
  /// The interval around the predicted change, where there is one.
  public var interval: ClosedRange<Double>?
  /// The exact Taylor value of the change, stopped where the prediction stops, where it was computed.
  public var taylor: Double?
  /// Whether the prediction can be told from no change; nil for what has no standard error.
  public var isResolved: Bool?

  /// A point.
  public init(
    predicted: Double,
    truth: Double,
    standardError: Double? = nil,
    expectedError: Double? = nil,
    interval: ClosedRange<Double>? = nil,
    taylor: Double? = nil,
    isResolved: Bool? = nil
  ) {
    self.predicted = predicted
    self.truth = truth
    self.standardError = standardError
    self.expectedError = expectedError
    self.interval = interval
    self.taylor = taylor
    self.isResolved = isResolved
  }

  /// A prediction beside the true change.
  public init(_ prediction: Prediction, change truth: Double, taylor: Double? = nil) {
    let change = prediction.prediction - prediction.base
    self.init(
      predicted: change,
      truth: truth,
      standardError: prediction.standardError,
      expectedError: prediction.expectedError,
      interval: prediction.interval.flatMap { interval in
        let (low, high) = (interval.low - prediction.base, interval.high - prediction.base)
        // What is exact claims no more than its rounding allows: it has no interval to be in.
        return low < high ? low...high : nil
      },
      taylor: taylor,
      isResolved: prediction.standardError == nil ? nil : !prediction.isNoise
    )
  }
}
