import LacunaPluginKit

/// logits[target].
struct Logit: TargetMeasurement {
  static let name = "logit"
  static let summary = "logit of the target, mean over positions"

  func measure(logits: Tensor, targets: Tensor) -> Tensor {
    logits.takeAlongAxis(targets)
  }
}

/// logits[target] less the largest of the others, which is chosen by the undeleted model.
struct Margin: TargetMeasurement {
  static let name = "margin"
  static let summary = "logit of the target less the largest other, mean over positions"

  func measure(logits: Tensor, targets: Tensor) -> Tensor {
    let target = logits.takeAlongAxis(targets)
    let ones = logits.trace.filled(1, shape: targets.shape)
    let isTarget = ones.putAlongAxis(targets, size: logits.dimension(-1))
    let others = select(isTarget, logits.trace.constant(-1e30), logits)
    return target - others.max(axes: [-1])
  }
}
