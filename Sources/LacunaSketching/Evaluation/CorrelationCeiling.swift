import Foundation

/// The most that a correlation with the truth can be, on average, over random deletion sets of one size.
///
/// The plain mean over K directions estimates each component of the gradient g with an independent error of
/// variance ‖g‖²/(2K). Over random sets of one size, signal and error are sums of the components of either over
/// the set, whose variances are in the ratio ‖g − mean(g)‖² to n‖g‖²/(2K): where g is of mean zero and the run
/// otherwise linear, the correlation is 1/√(1 + n/(2K)), whatever the size of the sets; otherwise it is less.
public struct CorrelationCeiling: Sendable, Equatable {
  /// Of Pearson's correlation.
  public let pearson: Double
  /// Of Spearman's: (6/π) asin(r/2), which holds for pairs of normal numbers.
  public let spearman: Double

  /// The ceiling for an estimator; nil where theory gives none.
  ///
  /// - Parameters:
  ///   - estimator: how directions are combined; only the plain mean has a ceiling.
  ///   - degree: where the series is stopped; only 1 has a ceiling.
  ///   - units: n.
  ///   - directions: K.
  public init?(_ estimator: Estimator, degree: Int, units: Int, directions: Int) {
    guard estimator == .mean, degree == 1, directions > 0 else { return nil }
    pearson = 1 / (1 + Double(units) / Double(2 * directions)).squareRoot()
    spearman = 6 / Double.pi * asin(pearson / 2)
  }
}
