import LacunaPluginKit

/// −Σ p log p with p = softmax(logits), mean over positions.
struct Entropy: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "entropy",
    summary: "entropy of the predicted distribution, mean over positions",
    version: "1.0",
    needs: [.output("logits")]
  )

  init(configuration: Configuration) {}

  func measure(_ trace: MeasurementTrace) throws {
    let logits = try trace.logits()
    let entropy = -(softmax(logits) * logSoftmax(logits)).sum(axes: [-1])
    trace.result(entropy.mean())
  }
}
