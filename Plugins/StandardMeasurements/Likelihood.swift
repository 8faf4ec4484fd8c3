import LacunaPluginKit

/// −log softmax(logits)[target].
struct Loss: TargetMeasurement {
  static let name = "loss"
  static let summary = "cross-entropy of the target, mean over positions"

  func measure(logits: Tensor, targets: Tensor) -> Tensor {
    crossEntropy(logits: logits, targets: targets)
  }
}

/// log softmax(logits)[target].
struct LogProbability: TargetMeasurement {
  static let name = "log-probability"
  static let summary = "log-probability of the target, mean over positions"

  func measure(logits: Tensor, targets: Tensor) -> Tensor {
    logSoftmax(logits).takeAlongAxis(targets)
  }
}

/// softmax(logits)[target].
struct Probability: TargetMeasurement {
  static let name = "probability"
  static let summary = "probability of the target, mean over positions"

  func measure(logits: Tensor, targets: Tensor) -> Tensor {
    softmax(logits).takeAlongAxis(targets)
  }
}
