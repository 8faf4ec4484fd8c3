import Foundation

extension StabilityStudy {
  /// A deletion set, its retrain, and what the polynomials miss of it.
  public struct Trial: Sendable, Equatable {
    /// The units left out.
    public var deleted: [Int]
    /// How far the retrain is from the undeleted model.
    public var change: Double
    /// For each degree from 1, log₂ of the size of its term.
    public var terms: [Double]
    /// For each degree from 0, how far the polynomial up to it is from the retrain.
    public var misses: [Double]
    /// How far two trainings that only round differently may be from each other.
    public var rounding: Double

    /// A trial with these numbers.
    public init(
      deleted: [Int],
      change: Double,
      terms: [Double],
      misses: [Double],
      rounding: Double = 0
    ) {
      (self.deleted, self.change, self.terms, self.misses) = (deleted, change, terms, misses)
      self.rounding = rounding
    }
  }
}

extension StabilityStudy.Trial {
  /// What the last polynomial misses, as part of the change; infinite where it is no number.
  public var missed: Double {
    guard change > 0 else { return 0 }
    let part = (misses.last ?? change) / change
    return part.isNaN ? .infinity : part
  }

  /// For each degree from 0, what the polynomial up to it misses, as part of the change.
  public var parts: [Double] {
    misses.map { change > 0 ? $0 / change : 0 }
  }

  /// The largest of the last three terms, as part of the change.
  private var lastTerms: Double {
    guard change > 0 else { return 0 }
    return terms.suffix(3).map { exp2($0) }.max().map { $0 / change } ?? 0
  }

  /// Whether the terms grow over the last half of the degrees, and leave something of the change.
  public var isDiverging: Bool {
    guard terms.count >= 4, let slope = StabilityProfile.lastSlope(terms) else { return false }
    return (slope > 0 && missed > 0.05) || !missed.isFinite
  }

  /// Whether the series has settled, and elsewhere than at the retrain.
  ///
  /// What a series that converges misses is the sum of the terms that are left, of which the last ones and their
  /// slope tell the size; or rounding.
  public var isKinked: Bool {
    guard let last = misses.last, last > rounding, missed > 1e-5, !isDiverging else { return false }
    let ratio = min(0.99, exp2(StabilityProfile.lastSlope(terms) ?? -1))
    let isSettled = abs(misses[misses.count / 2] - last) < 0.1 * last
    return isSettled && lastTerms < 0.01 && missed > 10 * lastTerms / (1 - ratio)
  }
}
