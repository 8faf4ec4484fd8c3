import LacunaPluginKit

/// The choices that the configuration leaves open.
///
/// Keys are in kebab case.
struct Settings: Sendable {
  /// How the loss is minimised.
  enum Method: String, CaseIterable {
    /// Steps against the gradient of all examples.
    case gradientDescent = "gradient-descent"
    /// Mini-batches.
    case sgd, momentum, adam
    /// Full Newton steps on all examples.
    case newton
  }

  let label: String
  let ignored: [String]
  let isStandardized: Bool
  let l2: Double
  let batching: Batching
  /// Newton's method when nil.
  let optimizer: (any Optimizer)?
  /// Whether each step uses all examples.
  let isFullBatch: Bool

  static let schema = ConfigurationSchema(
    [
      .string("label", default: "label", "the column that is predicted"),
      .string("ignore", default: "", "columns not to learn from, with commas between"),
      .boolean("standardize", default: true, "scale columns to mean 0 and deviation 1"),
      .number("l2", default: 0.01, in: 0...1e6, "half of it times the squared weights is added"),
    ]
      + OptimizerChoice.fields(
        choices: Method.allCases.map(\.rawValue),
        default: Method.newton.rawValue,
        learningRate: 0.03
      ) + Batching.fields(size: 32, epochs: 10)
  )

  init(_ configuration: Configuration) throws {
    label = try configuration.string("label")
    ignored = try configuration.list("ignore")
    isStandardized = try configuration.boolean("standardize")
    l2 = try configuration.number("l2")
    batching = try Batching(configuration)
    let method: Method = try configuration.choice("optimizer")
    isFullBatch = method == .gradientDescent || method == .newton
    optimizer =
      switch method {
      case .gradientDescent, .sgd: try configuration.optimizer(.sgd)
      case .momentum: try configuration.optimizer(.momentum)
      case .adam: try configuration.optimizer(.adam)
      case .newton: nil
      }
  }

  /// The mini-batches of so many examples.
  func batches(exampleCount: Int) -> Batching {
    isFullBatch ? Batching(size: max(exampleCount, 1), epochs: batching.epochs) : batching
  }
}
