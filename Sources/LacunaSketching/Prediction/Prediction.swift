/// What the sketch says of a measurement had some examples been left out.
public struct Prediction: Sendable, Equatable {
  /// The Taylor term of a degree.
  public struct Term: Sendable, Equatable {
    /// The degree, from 1.
    public var degree: Int
    /// Its part of the prediction, and the standard error of what that was made from.
    public var estimate: Estimate
    /// The unbiased estimate that the part was shrunk from; nil where nothing was shrunk.
    public var unbiased: Double?
    /// Whether the directions determine the term: it has no sampling error.
    public var isExact: Bool
    /// The condition number of the equations that it was made from; nil where none were solved.
    ///
    /// By about so much an error of their coefficients may grow.
    public var condition: Double?

    /// A term.
    public init(
      degree: Int,
      estimate: Estimate,
      unbiased: Double? = nil,
      isExact: Bool = false,
      condition: Double? = nil
    ) {
      self.degree = degree
      self.estimate = estimate
      self.unbiased = unbiased
      self.isExact = isExact
      self.condition = condition
    }

    /// Whether the estimate cannot be told from zero: its standard error exceeds it, or is unknown; twice the
    /// standard error, of a term that was shrunk.
    public var isNoise: Bool {
      estimate.standardError.map { error in
        unbiased.map { 2 * error > abs($0) } ?? (error > abs(estimate.value))
      } ?? true
    }
  }

  /// The value on the undeleted model.
  public var base: Double
  /// The predicted value: the base and the sum of the terms.
  public var prediction: Double
  /// The standard error of the sum of the terms, before any was shrunk: sampling alone, not truncation.
  public var standardError: Double?
  /// How far the prediction is expected to be from the Taylor polynomial: for a prediction whose terms were
  /// shrunk less than the standard error, else the same.
  public var expectedError: Double?
  /// An interval around the prediction that covers the sampling error with the confidence asked for.
  public var interval: (low: Double, high: Double)?
  /// The terms by degree.
  public var terms: [Term]
  /// The size of the last term that is no noise: what the polynomial misses beyond it is of that order.
  public var truncation: Double
  /// The degree of that term, from 1; 0 where all terms are noise.
  public var resolvedDegree: Int
  /// The estimator.
  public var estimator: Estimator

  init(
    base: Double,
    prediction: Double,
    standardError: Double?,
    expectedError: Double?,
    interval: (low: Double, high: Double)?,
    terms: [Term],
    truncation: Double,
    resolvedDegree: Int,
    estimator: Estimator
  ) {
    self.base = base
    self.prediction = prediction
    self.standardError = standardError
    self.expectedError = expectedError
    self.interval = interval
    self.terms = terms
    self.truncation = truncation
    self.resolvedDegree = resolvedDegree
    self.estimator = estimator
  }

  /// A prediction whose terms were computed along the very set.
  ///
  /// - Parameters:
  ///   - base: the value on the undeleted model.
  ///   - exact: the terms from degree 1.
  public init(base: Double, exact: [Double]) {
    self.base = base
    prediction = base + exact.reduce(0, +)
    standardError = 0
    expectedError = 0
    interval = (prediction, prediction)
    terms = exact.enumerated().map {
      Term(
        degree: $0 + 1,
        estimate: Estimate(value: $1, standardError: 0),
        isExact: true
      )
    }
    truncation = abs(exact.last ?? 0)
    resolvedDegree = exact.count
    estimator = .auto
  }

  /// Whether every number is one.
  public var isFinite: Bool {
    ([prediction, standardError ?? 0, expectedError ?? 0]
      + terms.flatMap {
        [$0.estimate.value, $0.estimate.standardError ?? 0]
      }).allSatisfy(\.isFinite)
  }

  /// Whether the predicted change cannot be told from no change.
  public var isNoise: Bool {
    expectedError.map { $0 > abs(prediction - base) } ?? true
  }

  /// The degree of the last term before the first that is noise.
  static func resolvedDegree(_ terms: [Term]) -> Int {
    terms.firstIndex(where: \.isNoise) ?? terms.count
  }

  /// Equal in every number.
  public static func == (left: Prediction, right: Prediction) -> Bool {
    left.base == right.base && left.prediction == right.prediction
      && left.standardError == right.standardError && left.terms == right.terms
      && left.interval?.low == right.interval?.low && left.interval?.high == right.interval?.high
      && left.truncation == right.truncation && left.estimator == right.estimator
      && left.expectedError == right.expectedError && left.resolvedDegree == right.resolvedDegree
  }
}
