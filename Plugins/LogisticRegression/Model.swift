import LacunaPluginKit

/// The parameters, found by name, and the logits they give.
struct Model {
  /// Rows of weights [K, p]: K = 1 for two classes, else the number of classes.
  let weights: Tensor
  /// What is added to the scores, [K].
  let bias: Tensor

  init(parameter: (String) -> Tensor) {
    weights = parameter("weights")
    bias = parameter("bias")
  }

  /// Whether there are two classes.
  var isBinary: Bool { bias.dimension(0) == 1 }

  /// Rows [B, p] to logits [B, C].
  ///
  /// With two classes they are −z/2 and z/2, so that z is the log-odds of the second one, and neither logit
  /// stands still.
  func logits(_ x: Tensor) -> Tensor {
    let scores = matmul(x, weights.transposed()) + bias
    return isBinary ? scores * x.trace.constant([-0.5, 0.5], shape: [1, 2]) : scores
  }
}
