/// Stochastic gradient descent, with or without momentum.
///
/// With weight decay λ and momentum μ, at step t:
///
///     g ← g + λ p
///     v ← μ v + g
///     p ← p − η_t v         (with Nesterov's momentum: p − η_t (g + μ v))
///
/// The first step has v = g, as in PyTorch without dampening.
public struct SGD: Optimizer, Hashable {
  /// η_t.
  public var learningRate: LearningRate
  /// μ; no slot is kept when it is 0.
  public var momentum: Double
  /// Whether the momentum is Nesterov's.
  public var isNesterov: Bool
  /// λ, added to the gradient.
  public var weightDecay: Double

  /// Gradient descent with this learning rate.
  public init(
    learningRate: LearningRate,
    momentum: Double = 0,
    isNesterov: Bool = false,
    weightDecay: Double = 0
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }

  private static let rate = "sgd.rate"

  /// One: the learning rate.
  public var scalarNames: [String] { [Self.rate] }

  /// The learning rate.
  public func scalars(step: Int, of count: Int) -> [Double] {
    [learningRate.value(step: step, of: count)]
  }

  /// `sgd.v.NAME` for each parameter when there is momentum.
  public func slots(for state: [StateTensor]) -> [StateTensor] {
    momentum == 0 ? [] : slots("sgd.v", for: state)
  }

  /// Emits the update of one parameter.
  public func update(
    _ name: String,
    _ parameter: Tensor,
    gradient: Tensor,
    in trace: StepTrace
  ) {
    let g = weightDecay == 0 ? gradient : gradient + parameter * weightDecay
    var step = g
    if momentum != 0 {
      let v = trace.state("sgd.v.\(name)") * momentum + g
      trace.update("sgd.v.\(name)", to: v)
      step = isNesterov ? g + v * momentum : v
    }
    trace.update(name, to: parameter - step * trace.scalar(Self.rate))
  }
}
