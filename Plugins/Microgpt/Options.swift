import LacunaPluginKit

/// The choices that the configuration leaves open.
///
/// Keys are in kebab case.
struct Options: Hashable, Sendable {
  let layers: Int
  let embedding: Int
  let heads: Int
  let block: Int
  let mlpRatio: Int
  let activation: Activation
  let normEpsilon: Double
  let initialDeviation: Double
  /// Documents of a step.
  let batch: Int
  let optimizer: Adam

  static let schema = ConfigurationSchema([
    .integer("layers", default: 1, in: 1...64, "transformer layers"),
    .integer("embedding", default: 16, in: 1...4096, "width of the residual stream"),
    .integer("heads", default: 4, in: 1...256, "attention heads; they divide the width"),
    .integer("block", default: 16, in: 1...4096, "positions of a document that are used"),
    .integer(
      "batch",
      default: 1,
      in: 1...65_536,
      "documents of a step, at most; when there are several, all have to fill the block"
    ),
    .integer("mlp-ratio", default: 4, in: 1...64, "width of the hidden layer over the embedding"),
    .string(
      "activation",
      default: Activation.gelu.rawValue,
      choices: Activation.allCases.map(\.rawValue),
      "of the hidden layer"
    ),
    .number("norm-epsilon", default: 1e-5, in: 0...1, "added to the mean square in rmsnorm"),
    .number("init-std", default: 0.08, in: 0...10, "standard deviation of the first parameters"),
    .number("learning-rate", default: 0.01, in: 0...10, "at the first step"),
    .string(
      "decay",
      default: LearningRate.Decay.linear.rawValue,
      choices: LearningRate.Decay.allCases.map(\.rawValue),
      "of the learning rate"
    ),
    .number("beta1", default: 0.85, in: 0...0.999_999, "Adam's decay of the mean gradient"),
    .number("beta2", default: 0.99, in: 0...0.999_999, "Adam's decay of the mean square"),
    .number("epsilon", default: 1e-3, in: 1e-12...1, "added to Adam's mean square"),
    .string(
      "epsilon-placement",
      default: Adam.EpsilonPlacement.insideRoot.rawValue,
      choices: Adam.EpsilonPlacement.allCases.map(\.rawValue),
      "inside or outside Adam's root"
    ),
    .number("weight-decay", default: 0, in: 0...10, "decoupled, as in AdamW"),
  ])

  init(_ configuration: Configuration) throws {
    layers = try configuration.integer("layers")
    embedding = try configuration.integer("embedding")
    heads = try configuration.integer("heads")
    block = try configuration.integer("block")
    batch = try configuration.integer("batch")
    mlpRatio = try configuration.integer("mlp-ratio")
    activation = try configuration.choice("activation")
    normEpsilon = try configuration.number("norm-epsilon")
    initialDeviation = try configuration.number("init-std")
    optimizer = Adam(
      learningRate: LearningRate(
        try configuration.number("learning-rate"),
        decay: try configuration.choice("decay")
      ),
      beta1: try configuration.number("beta1"),
      beta2: try configuration.number("beta2"),
      epsilon: try configuration.number("epsilon"),
      placement: try configuration.choice("epsilon-placement"),
      weightDecay: try configuration.number("weight-decay")
    )
    guard embedding.isMultiple(of: heads) else {
      throw ConfigurationError.outOfRange(
        key: "heads",
        found: .integer(heads),
        expected: "a divisor of embedding, \(embedding)"
      )
    }
  }
}
