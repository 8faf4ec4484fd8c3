import LacunaProtocols

/// What can go wrong when a measurement or a learner is computed at points and interpolated.
public enum ComputedError: LacunaError, Equatable {
  /// A learner that trains by itself was asked for a program.
  case untraceable(String)
  /// A measurement of real models was asked for jets.
  case realOnly(measurement: String)
  /// The values at points of a circle are not those of an analytic function.
  case notAnalytic(subject: String, output: Int, tail: Double)
  /// No circle on which all values are finite.
  case notFinite(subject: String, radius: Double)
  /// A value at real numbers that is not real.
  case notReal(subject: String, output: Int, found: String)
  /// Another number of values than promised.
  case valueCount(subject: String, found: Int, expected: Int)

  /// The category, which decides the exit code.
  public var category: ErrorCategory {
    switch self {
    case .untraceable: .software
    case .realOnly: .usage
    case .notAnalytic, .notFinite, .notReal: .data
    case .valueCount: .software
    }
  }

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .untraceable(let function):
      "this learner trains by itself, and has no \(function) that could be traced"
    case .realOnly(let measurement):
      "the measurement '\(measurement)' is declared for real numbers alone, so that it cannot be "
        + "predicted from jets; use it with retrain, or write it over complex numbers"
    case .notAnalytic(let subject, let output, let tail):
      "\(subject), number \(output): not analytic around the undeleted model: on every circle tried, "
        + "\(tail) of what changes is not of a power series; it may use |z|, a conjugate, a real part "
        + "or a branch. Rewrite it, or declare it \"real\": true and use it with retrain"
    case .notFinite(let subject, let radius):
      "\(subject) gives no finite numbers on circles down to radius \(radius)"
    case .notReal(let subject, let output, let found):
      "\(subject), number \(output): found \(found) for real numbers, expected a real number"
    case .valueCount(let subject, let found, let expected):
      "\(subject) gave \(found) numbers, expected \(expected)"
    }
  }
}
