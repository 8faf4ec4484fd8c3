import LacunaPluginKit

// fault: it normalises predictions over the batch, deleted examples and all
// check: learning/content-at-weight-zero
// also: learning/weight-is-multiplicity learning/unit-content
struct LeaksTheMean: Line {
  static let fault = "leaks-the-mean"

  func losses(_ trace: StepTrace, _ predictions: Tensor) -> Tensor {
    let mean = predictions.mean(keepingDimensions: true)
    return square(predictions - trace.batch("y")) + square(predictions - mean) * 0.1
  }
}
