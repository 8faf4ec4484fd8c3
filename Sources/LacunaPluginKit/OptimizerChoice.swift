/// The optimisers that a learner leaves to its configuration.
///
///     schema: ConfigurationSchema(OptimizerChoice.fields(learningRate: 0.1) + …)
///     optimizer = try configuration.optimizer(configuration.choice("optimizer"))
public enum OptimizerChoice: String, CaseIterable, Sendable {
  /// ``SGD`` without momentum.
  case sgd
  /// ``SGD`` with momentum.
  case momentum
  /// ``Adam``, its ε inside the root.
  case adam

  /// The keys of an optimiser: `optimizer`, `learning-rate`, `decay`, `momentum`, `beta1`, `beta2` and
  /// `epsilon`.
  ///
  /// ε is large by default: where few examples move a parameter, Adam divides by little else, and the series
  /// in their weights then has a small radius.
  ///
  /// - Parameters:
  ///   - choices: the values of `optimizer`, among which the cases of this type may be.
  ///   - choice: the one of them that is the default.
  ///   - rate: the default of `learning-rate`.
  ///   - decay: the default of `decay`.
  /// - Returns: the fields of a schema.
  public static func fields(
    choices: [String] = allCases.map(\.rawValue),
    default choice: String = adam.rawValue,
    learningRate rate: Double,
    decay: LearningRate.Decay = .constant
  ) -> [ConfigurationField] {
    [
      .string("optimizer", default: choice, choices: choices, "what changes the parameters"),
      .number("learning-rate", default: rate, in: 0...1000, "at the first step"),
      .string(
        "decay",
        default: decay.rawValue,
        choices: LearningRate.Decay.allCases.map(\.rawValue),
        "of the learning rate"
      ),
      .number("momentum", default: 0.9, in: 0...0.999_999, "of the optimizer momentum"),
      .number("beta1", default: 0.9, in: 0...0.999_999, "Adam's decay of the mean gradient"),
      .number("beta2", default: 0.99, in: 0...0.999_999, "Adam's decay of the mean square"),
      .number("epsilon", default: 1e-2, in: 1e-12...1, "added to Adam's mean square"),
    ]
  }
}

extension Configuration {
  /// The optimiser that the keys of ``OptimizerChoice/fields(choices:default:learningRate:decay:)`` describe.
  ///
  /// - Throws: ``ConfigurationError`` when the schema lacks one of them.
  public func optimizer(
    _ choice: OptimizerChoice,
    weightDecay: Double = 0
  ) throws(ConfigurationError) -> any Optimizer {
    let rate = LearningRate(try number("learning-rate"), decay: try self.choice("decay"))
    return switch choice {
    case .sgd: SGD(learningRate: rate, weightDecay: weightDecay)
    case .momentum:
      SGD(learningRate: rate, momentum: try number("momentum"), weightDecay: weightDecay)
    case .adam:
      Adam(
        learningRate: rate,
        beta1: try number("beta1"),
        beta2: try number("beta2"),
        epsilon: try number("epsilon"),
        weightDecay: weightDecay
      )
    }
  }
}
