import Foundation

/// How far an estimate of a term is believed: a posterior under an unknown size of the term.
///
/// The unbiased estimate U of a term has the standard error σ. Before looking, the term is normal around 0
/// with variance κτ², where τ² is what the term would have along a random vector of the length of the set,
/// and κ is unknown: sets that people delete are coherent (κ > 1) or touch little (κ < 1). Each κ of a grid
/// of powers of four shrinks U by κτ²/(κτ² + σ²); the posterior over κ weighs them. The prior of κ falls as
/// κ^−(1 + (1 − p)/2) above 1, where p is the part of the unknowns that the directions fix, and below 1 it
/// is 1 − p/2 down to 1/16, then 1 − p: the less is known, the less is claimed. `Docs/Estimators.md` has
/// the measurements that decided this.
struct ScaleMixture: Sendable {
  private let scales: [Double]
  private let weights: [Double]

  /// The mixture for equations that fix this part of the unknowns, 0 to 1.
  init(share: Double) {
    scales = (-4...5).map { pow(4, Double($0)) }
    let weights = scales.map { scale -> Double in
      if scale >= 1 { return pow(scale, -(1 + (1 - share) / 2)) }
      return scale >= 1 / 16 ? 1 - share / 2 : 1 - share
    }
    let total = weights.reduce(0, +)
    self.weights = weights.map { $0 / total }
  }

  /// What is believed of a term.
  struct Belief: Sendable, Equatable {
    /// The mean of the posterior.
    var value: Double
    /// Its variance.
    var variance: Double
    /// The part of the unbiased estimate that is believed.
    var weight: Double
  }

  /// The belief in an unbiased estimate.
  ///
  /// - Parameters:
  ///   - estimate: U.
  ///   - error: its standard error σ.
  ///   - variance: τ².
  /// - Returns: the posterior of the term.
  func belief(_ estimate: Double, error: Double, variance: Double) -> Belief {
    let noise = error * error
    guard noise > 0 else { return Belief(value: estimate, variance: 0, weight: 1) }
    guard noise.isFinite else { return Belief(value: 0, variance: noise, weight: 0) }
    guard variance.isFinite else { return Belief(value: estimate, variance: noise, weight: 1) }
    guard variance > 0 else { return Belief(value: 0, variance: 0, weight: 0) }
    // Relative to the likeliest scale, so that nothing underflows.
    let logarithms = zip(scales, weights).map { scale, weight in
      let total = noise + scale * variance
      return log(weight) - (log(total) + estimate * estimate / total) / 2
    }
    let largest = logarithms.max() ?? 0
    var (norm, first, second) = (0.0, 0.0, 0.0)
    for (scale, logarithm) in zip(scales, logarithms) {
      let likelihood = exp(logarithm - largest)
      let weight = scale * variance / (noise + scale * variance)
      let mean = weight * estimate
      norm += likelihood
      first += likelihood * weight
      second += likelihood * (mean * mean + weight * noise)
    }
    let weight = first / norm
    let value = weight * estimate
    return Belief(value: value, variance: max(0, second / norm - value * value), weight: weight)
  }
}
