/// Adam, with its ε inside or outside the root, and decoupled weight decay (AdamW).
///
/// At step t = 0, 1, …, T−1:
///
///     m ← β₁ m + (1 − β₁) g
///     v ← β₂ v + (1 − β₂) g²
///     p ← (1 − η_t λ) p − η_t m̂ / √(v̂ + ε)         ε inside the root
///     p ← (1 − η_t λ) p − η_t m̂ / (√v̂ + ε)         ε outside
///
/// with m̂ = m/(1 − β₁^{t+1}) and v̂ = v/(1 − β₂^{t+1}). All that depends on t alone is folded into numbers
/// that the schedule gives to each step. √v̂ has no Taylor series at v = 0, so that ε outside the root
/// cannot be sketched for parameters whose gradient is exactly zero: prefer it inside.
public struct Adam: Optimizer, Hashable {
  /// Where ε is added.
  public enum EpsilonPlacement: String, Hashable, Sendable, CaseIterable {
    /// √(v̂ + ε)
    case insideRoot = "inside"
    /// √v̂ + ε
    case outsideRoot = "outside"
  }

  /// η_t.
  public var learningRate: LearningRate
  /// β₁.
  public var beta1: Double
  /// β₂.
  public var beta2: Double
  /// ε.
  public var epsilon: Double
  /// Where ε is added.
  public var placement: EpsilonPlacement
  /// λ.
  public var weightDecay: Double

  /// Adam with these constants.
  public init(
    learningRate: LearningRate,
    beta1: Double = 0.9,
    beta2: Double = 0.999,
    epsilon: Double = 1e-8,
    placement: EpsilonPlacement = .insideRoot,
    weightDecay: Double = 0
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.placement = placement
    self.weightDecay = weightDecay
  }

  private static let rate = "adam.rate"
  private static let correction = "adam.correction"
  private static let decay = "adam.decay"

  /// η_t/(1 − β₁^{t+1}), 1/(1 − β₂^{t+1}) and, with weight decay, 1 − η_t λ.
  public var scalarNames: [String] {
    [Self.rate, Self.correction] + (weightDecay == 0 ? [] : [Self.decay])
  }

  /// The numbers of a step.
  public func scalars(step: Int, of count: Int) -> [Double] {
    let rate = learningRate.value(step: step, of: count)
    let corrected = [
      rate / (1 - power(beta1, step + 1)), 1 / (1 - power(beta2, step + 1)),
    ]
    return weightDecay == 0 ? corrected : corrected + [1 - rate * weightDecay]
  }

  /// `adam.m.NAME` and `adam.v.NAME` for each parameter.
  public func slots(for state: [StateTensor]) -> [StateTensor] {
    slots("adam.m", for: state) + slots("adam.v", for: state)
  }

  /// Emits the update of one parameter.
  public func update(
    _ name: String,
    _ parameter: Tensor,
    gradient g: Tensor,
    in trace: StepTrace
  ) {
    let m = trace.state("adam.m.\(name)") * beta1 + g * (1 - beta1)
    let v = trace.state("adam.v.\(name)") * beta2 + square(g) * (1 - beta2)
    let corrected = v * trace.scalar(Self.correction)
    let change =
      placement == .insideRoot
      ? m * rsqrt(corrected + epsilon) : m / (sqrt(corrected) + epsilon)
    let kept = weightDecay == 0 ? parameter : parameter * trace.scalar(Self.decay)
    trace.update("adam.m.\(name)", to: m)
    trace.update("adam.v.\(name)", to: v)
    trace.update(name, to: kept - change * trace.scalar(Self.rate))
  }
}
