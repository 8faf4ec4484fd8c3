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

  /// What the degrees before say of a term, where a relation along random vectors holds along the set too.
  struct Relation: Sendable, Equatable {
    /// The term by that relation.
    var value: Double
    /// The part of the square of a term that the relation explains along random vectors: also how likely it is
    /// taken to hold along a set.
    var explained: Double
  }

  /// The belief in an unbiased estimate.
  ///
  /// - Parameters:
  ///   - estimate: U.
  ///   - error: its standard error σ.
  ///   - variance: τ².
  ///   - relation: what the degrees before say; the term is then normal around that value, with variance
  ///     κτ²(1 − R²), as likely as R² says, and else around 0.
  /// - Returns: the posterior of the term.
  func belief(
    _ estimate: Double,
    error: Double,
    variance: Double,
    relation: Relation? = nil
  ) -> Belief {
    let noise = error * error
    guard noise > 0 else { return Belief(value: estimate, variance: 0, weight: 1) }
    guard noise.isFinite else { return Belief(value: 0, variance: noise, weight: 0) }
    guard variance.isFinite else { return Belief(value: estimate, variance: noise, weight: 1) }
    guard variance > 0 else { return Belief(value: 0, variance: 0, weight: 0) }
    let part = min(relation?.explained ?? 0, Self.mostExplained)
    var cases = components(around: 0, variance, probability: 1 - part)
    if let relation, part > 0 {
      cases += components(around: relation.value, variance * (1 - part), probability: part)
    }
    // Relative to the likeliest, so that nothing underflows.
    let logarithms = cases.map { item in
      let (total, off) = (noise + item.variance, estimate - item.center)
      return log(item.probability) - (log(total) + off * off / total) / 2
    }
    let largest = logarithms.max() ?? 0
    var (norm, first, second, weights) = (0.0, 0.0, 0.0, 0.0)
    for (item, logarithm) in zip(cases, logarithms) {
      let likelihood = exp(logarithm - largest)
      let weight = item.variance / (noise + item.variance)
      let mean = item.center + weight * (estimate - item.center)
      norm += likelihood
      weights += likelihood * weight
      first += likelihood * mean
      second += likelihood * (mean * mean + weight * noise)
    }
    let value = first / norm
    return Belief(
      value: value,
      variance: max(0, second / norm - value * value),
      weight: weights / norm
    )
  }

  /// A relation that explains everything is not quite believed to.
  private static let mostExplained = 0.999

  private typealias Component = (center: Double, variance: Double, probability: Double)

  private func components(
    around center: Double,
    _ variance: Double,
    probability: Double
  ) -> [Component] {
    zip(scales, weights).map { (center, $0 * variance, $1 * probability) }
  }
}
