import LacunaPluginKit

/// The choices that the configuration leaves open.
///
/// Keys are in kebab case.
struct Settings: Sendable {
  /// What is predicted.
  enum Task: String, CaseIterable {
    /// One of the classes of the label.
    case classification
    /// The number that the label holds.
    case regression
  }

  /// How wide the first weights are spread.
  enum Spread: String, CaseIterable {
    /// Variance 2/(inputs of the layer).
    case he
    /// Variance 2/(inputs and outputs of the layer).
    case glorot
  }

  let task: Task
  let label: String
  let ignored: [String]
  let isStandardized: Bool
  let hidden: [Int]
  let activation: Activation
  let spread: Spread
  let dropout: Dropout?
  let batching: Batching
  let optimizer: any Optimizer

  static let schema = ConfigurationSchema(
    [
      choice("task", Task.classification, "what the label holds"),
      .string("label", default: "label", "the column that is predicted"),
      .string("ignore", default: "", "columns not to learn from, with commas between"),
      .boolean("standardize", default: true, "scale numbers to mean 0 and deviation 1"),
      .string("hidden", default: "32", "widths of the hidden layers, with commas between"),
      choice("activation", Activation.gelu, "of the hidden layers"),
      choice("initializer", Spread.he, "spread of the first weights"),
      .number("dropout", default: 0, in: 0...0.9, "part of the hidden units left out of a step"),
      .integer("dropout-seed", default: 0, in: 0...1_000_000_000, "of the units left out"),
      .number("weight-decay", default: 0, in: 0...10, "decoupled with Adam, else in the gradient"),
    ]
      + OptimizerChoice.fields(learningRate: 0.02, decay: .linear)
      + Batching.fields(size: 32, epochs: 10)
  )

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String,
    _ value: Choice,
    _ summary: String
  ) -> ConfigurationField {
    .string(key, default: value.rawValue, choices: Choice.allCases.map(\.rawValue), summary)
  }

  init(_ configuration: Configuration) throws {
    task = try configuration.choice("task")
    label = try configuration.string("label")
    ignored = try configuration.list("ignore")
    isStandardized = try configuration.boolean("standardize")
    hidden = try configuration.integers("hidden", in: 1...65_536)
    activation = try configuration.choice("activation")
    spread = try configuration.choice("initializer")
    dropout = Dropout(
      rate: try configuration.number("dropout"),
      seed: UInt64(clamping: try configuration.integer("dropout-seed"))
    )
    batching = try Batching(configuration)
    optimizer = try configuration.optimizer(
      configuration.choice("optimizer"),
      weightDecay: configuration.number("weight-decay")
    )
  }
}
