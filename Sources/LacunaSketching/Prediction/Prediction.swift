/// What the sketch says of a measurement had some examples been left out.
public struct Prediction: Sendable, Equatable {
  /// The Taylor term of a degree.
  public struct Term: Sendable, Equatable {
    /// The degree, from 1.
    public var degree: Int
    /// Its estimate.
    public var estimate: Estimate

    /// Whether the estimate cannot be told from zero: its standard error exceeds it, or is unknown.
    public var isNoise: Bool {
      estimate.standardError.map { $0 > abs(estimate.value) } ?? true
    }
  }

  /// The value on the undeleted model.
  public var base: Double
  /// The predicted value: the base and the sum of the terms.
  public var prediction: Double
  /// The standard error of the sum of the terms: sampling alone, not truncation.
  public var standardError: Double?
  /// An interval around the prediction that covers the sampling error with the confidence asked for.
  public var interval: (low: Double, high: Double)?
  /// The terms by degree.
  public var terms: [Term]
  /// The size of the last term: what the polynomial beyond it may miss is of that order.
  public var truncation: Double
  /// The estimator.
  public var estimator: Estimator

  /// Whether every number is one.
  public var isFinite: Bool {
    ([prediction, standardError ?? 0]
      + terms.flatMap {
        [$0.estimate.value, $0.estimate.standardError ?? 0]
      }).allSatisfy(\.isFinite)
  }

  /// Whether the predicted change cannot be told from no change.
  public var isNoise: Bool {
    standardError.map { $0 > abs(prediction - base) } ?? true
  }

  /// Equal in every number.
  public static func == (left: Prediction, right: Prediction) -> Bool {
    left.base == right.base && left.prediction == right.prediction
      && left.standardError == right.standardError && left.terms == right.terms
      && left.interval?.low == right.interval?.low && left.interval?.high == right.interval?.high
      && left.truncation == right.truncation && left.estimator == right.estimator
  }
}
