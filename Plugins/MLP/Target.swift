import LacunaPluginKit

/// What the network predicts.
enum Target: Sendable {
  /// One of some classes.
  case classes(LabelColumn)
  /// A number, standardised like the columns it is predicted from.
  case number(FeatureColumns)

  /// The target in a table.
  init(_ settings: Settings, _ records: [Record]) throws {
    switch settings.task {
    case .classification: self = .classes(try LabelColumn(records, name: settings.label))
    case .regression:
      self = .number(
        try FeatureColumns(records, only: settings.label, standardized: settings.isStandardized)
      )
    }
  }

  /// The number of outputs of the network.
  var width: Int {
    switch self {
    case .classes(let label): label.classes.count
    case .number: 1
    }
  }

  /// The target of a record, a scalar.
  func encode(_ record: Record) throws -> ExampleTensor {
    switch self {
    case .classes(let label):
      ExampleTensor("target", integers: [try label.index(record)], shape: [])
    case .number(let column):
      ExampleTensor("target", reals: try column.values(record), shape: [])
    }
  }

  /// The loss of each example: outputs [B, width] and targets [B] → [B].
  func losses(_ outputs: Tensor, _ targets: Tensor) -> Tensor {
    switch self {
    case .classes: crossEntropy(logits: outputs, targets: targets)
    case .number: square(outputs.reshaped(to: targets.shape) - targets)
    }
  }

  /// Names the outputs of a record, outputs [1, width].
  func name(_ outputs: Tensor, in trace: ForwardTrace) {
    let target = trace.exampleNames.contains("target") ? trace.example("target") : nil
    switch self {
    case .classes:
      let logits = outputs.reshaped(to: [width])
      trace.output("logits", logits)
      trace.output("probabilities", softmax(logits))
      if let target { trace.output("targets", target) }
    case .number(let column):
      let (mean, deviation) = (column.means[0], column.deviations[0])
      trace.output("prediction", outputs.reshaped(to: []) * deviation + mean)
      if let target { trace.output("target", target * deviation + mean) }
    }
    guard let target else { return }
    let losses = losses(outputs, target.reshaped(to: [1]))
    trace.output("loss", losses.reshaped(to: []))
  }
}
