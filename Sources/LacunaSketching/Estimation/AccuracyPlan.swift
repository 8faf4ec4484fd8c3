import Foundation

/// How many directions a wanted accuracy takes, from a pilot of a few.
///
/// The error to the Taylor polynomial of a degree is to stay below ε with probability at least 1 − δ.
public struct AccuracyPlan: Sendable, Equatable {
  /// The deviation σ of the sample that a direction gives of the sum of terms.
  public let deviation: Double
  /// By the mean: (z σ/ε)², z the normal quantile of 1 − δ/2.
  ///
  /// Nil where that is more than anybody computes.
  public let mean: Int?
  /// By the median of means: ⌈8 ln(1/δ)⌉ groups of ⌈4σ²/ε²⌉ directions.
  ///
  /// The mean of a group is off by more
  /// than ε with probability at most 1/4 (Chebyshev), and so the median with probability at most δ
  /// (Hoeffding), whatever the tails. Nil where that is more than anybody computes.
  public let medianOfMeans: Int?

  /// More directions than anybody computes.
  static let mostDirections = 1e9

  /// A plan from a prediction by the mean; nil where there was one direction alone, which has no spread.
  ///
  /// - Parameters:
  ///   - prediction: by the estimator `mean`.
  ///   - directions: the number of directions it is from.
  ///   - error: ε, above 0.
  ///   - probability: δ, between 0 and 1.
  public init?(
    _ prediction: Prediction,
    directions: Int,
    error: Double,
    failing probability: Double
  ) {
    guard let standardError = prediction.standardError else { return nil }
    deviation = standardError * Double(directions).squareRoot()
    let ratio = deviation / error
    let quantile = StudentT.halfWidth(confidence: 1 - probability, degreesOfFreedom: 1_000_000)
    let groups = Double(Estimator.groups(failing: probability))
    mean = Self.count(quantile * quantile * ratio * ratio)
    medianOfMeans = Self.count(groups * (4 * ratio * ratio).rounded(.up))
  }

  /// How many directions make terms up to a degree exact, whatever the set.
  ///
  /// A tenth more equations than unknowns. Nil where that is more than anybody computes.
  public static func exactDirections(units: Int, degree: Int) -> Int? {
    count(0.55 * TermEquations.unknowns(units: units, degree: degree))
  }

  private static func count(_ number: Double) -> Int? {
    number <= mostDirections ? max(1, Int(number.rounded(.up))) : nil
  }
}
