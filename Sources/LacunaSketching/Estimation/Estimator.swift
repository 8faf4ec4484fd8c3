import Foundation

/// How the directions of a sketch are combined to the Taylor terms of f(1_D).
///
/// The mean and the median of means are those of the paper (S. Gunn, arXiv 2604.07328). With
/// s_j = Σ_{i∈D} conj(ψ_j[i]) and n[r] = C(n+r−1, r), each direction gives an unbiased sample of each term,
/// `t_{j,r} = Re(n[r] s_j^r c_{j,r})`. `Docs/Estimators.md` has all formulae, biases and costs.
public enum Estimator: Sendable, Equatable {
  /// What the evidence supports: terms that the directions determine are exact; of others the fitted part
  /// is a control variate of the mean, and what noise hides is shrunk towards zero.
  case auto
  /// Each term by regression on all equations of its degree, with the likeliest ridge. Exact where the
  /// directions determine the term; biased towards zero elsewhere.
  case leastSquares
  /// The mean over directions. Unbiased; its error falls as 1/√K.
  case mean
  /// The directions are cut into groups in the order of their indices, averaged within each group, and the
  /// median over groups is taken: it fails by more than a constant times the standard error of a group with
  /// probability at most δ for g = ⌈8 ln(1/δ)⌉ groups. Biased where the samples are skewed.
  case medianOfMeans(groups: Int)

  /// The name on the command line.
  public var name: String {
    switch self {
    case .auto: "auto"
    case .leastSquares: "least-squares"
    case .mean: "mean"
    case .medianOfMeans: "median-of-means"
    }
  }

  /// The groups that make the median of means fail with probability at most δ: ⌈8 ln(1/δ)⌉, at least one.
  public static func groups(failing probability: Double) -> Int {
    max(1, Int((8 * log(1 / probability)).rounded(.up)))
  }
}

/// An estimated number and its standard error, which is unknown with a single sample.
public struct Estimate: Sendable, Equatable {
  /// The estimate.
  public var value: Double
  /// The standard error, or nil where it is unknown.
  public var standardError: Double?

  /// An estimate.
  public init(value: Double, standardError: Double?) {
    self.value = value
    self.standardError = standardError
  }
}

extension Estimator {
  /// Whether an exact first order is used, where it is known: the paper's estimators look at samples alone.
  var usesGradients: Bool { self == .auto || self == .leastSquares }

  /// How many numbers a standard error is taken from, when there are so many directions.
  func samples(of directions: Int) -> Int {
    guard case .medianOfMeans(let groups) = self, min(groups, directions) > 1 else {
      return directions
    }
    return min(groups, directions)
  }

  /// The estimate of a mean from independent samples.
  ///
  /// The standard error of the mean is s/√K with the sample deviation s; of the median of g group means it
  /// is that of a median of normal numbers, √(π/2)·s_g/√g, with the deviation s_g of the group means.
  func estimate(_ samples: UnsafeBufferPointer<Double>) -> Estimate {
    switch self {
    case .mean, .leastSquares, .auto:
      let (mean, deviation) = Self.moments(samples)
      return Estimate(
        value: mean,
        standardError: deviation.map { $0 / Double(samples.count).squareRoot() }
      )
    case .medianOfMeans(let groups):
      let count = min(groups, samples.count)
      if count == 1 { return Self.mean.estimate(samples) }
      let means = (0..<count).map { group in
        let low = group * samples.count / count
        let high = (group + 1) * samples.count / count
        return Self.mean(UnsafeBufferPointer(rebasing: samples[low..<high]))
      }
      let error = means.withUnsafeBufferPointer(Self.moments).deviation.map {
        (count == 2 ? 1 : (Double.pi / 2).squareRoot()) * $0 / Double(count).squareRoot()
      }
      return Estimate(value: Self.median(means), standardError: error)
    }
  }

  private static func mean(_ samples: UnsafeBufferPointer<Double>) -> Double {
    Vector.sum(samples, { $0 }, { $0 }) / Double(samples.count)
  }

  private static func moments(
    _ samples: UnsafeBufferPointer<Double>
  ) -> (mean: Double, deviation: Double?) {
    let mean = mean(samples)
    guard samples.count > 1 else { return (mean, nil) }
    let square = Vector.sum(
      samples,
      { ($0 - mean) * ($0 - mean) },
      { ($0 - mean) * ($0 - mean) }
    )
    return (mean, (square / Double(samples.count - 1)).squareRoot())
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
