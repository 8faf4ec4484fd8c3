/// A learning rate, as a function of the step.
public struct LearningRate: Hashable, Sendable {
  /// How the rate falls from step 0 to step T.
  public enum Decay: String, Hashable, Sendable, CaseIterable {
    /// η
    case constant
    /// η (1 − t/T)
    case linear
    /// ½ η (1 + cos(π t/T))
    case cosine
  }

  /// The rate η at step 0.
  public var initial: Double
  /// How it falls.
  public var decay: Decay

  /// A rate that falls like this.
  public init(_ initial: Double, decay: Decay = .constant) {
    self.initial = initial
    self.decay = decay
  }

  /// The rate at step t of T, counted from 0.
  public func value(step: Int, of count: Int) -> Double {
    let progress = Double(step) / Double(max(count, 1))
    return switch decay {
    case .constant: initial
    case .linear: initial * (1 - progress)
    case .cosine: 0.5 * initial * (1 + cosine(.pi * progress))
    }
  }
}
