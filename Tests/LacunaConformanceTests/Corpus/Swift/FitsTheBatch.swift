import LacunaPluginKit

// fault: it weights the target instead of the loss
// check: learning/weight-is-multiplicity
// also: learning/sum-of-weights learning/content-at-weight-zero learning/unit-content
struct FitsTheBatch: Line {
  static let fault = "fits-the-batch"

  func losses(_ trace: StepTrace, _ predictions: Tensor) -> Tensor {
    square(predictions - trace.batch("y") * trace.weights)
  }
}
