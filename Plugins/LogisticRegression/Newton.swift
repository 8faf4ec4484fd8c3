import LacunaPluginKit

/// Newton's method, which for logistic regression is iteratively reweighted least squares.
///
/// With x̃ = (x, 1), the Hessian of the loss in θ = (weights, bias) [K, q] is
///
///     (1/B) Σ_i weight_i · (diag(p_i) − p_i p_iᵀ) ⊗ x̃_i x̃_iᵀ  +  l2 on the diagonal of the weights
///
/// where p_i are the probabilities; with two classes, and K = 1, the first factor is p(1 − p).
///
/// With more than two classes the loss does not change when one vector u is added to the weights or biases of
/// all classes, so that the Hessian is singular along the biases, and without l2 along the weights too. There
/// 1/K is added between all pairs of classes. The gradient has no part along those directions, so the step
/// is the shortest among the Newton steps, exactly.
struct Newton {
  let model: Model
  let l2: Double

  /// The most unknowns: above it the Hessian is slow to factor and large to keep as jets.
  static let maximumUnknowns = 1000

  /// Refuses a Hessian that is too large.
  static func check(unknowns: Int) throws(ConfigurationError) {
    guard unknowns <= maximumUnknowns else {
      throw .outOfRange(
        key: "optimizer",
        found: .string("newton"),
        expected: "another optimizer: this model has \(unknowns) unknowns, and Newton's method "
          + "takes at most \(maximumUnknowns)"
      )
    }
  }

  /// Emits a full Newton step.
  func step(_ loss: Tensor, logits: Tensor, in trace: StepTrace) {
    let (count, width) = (model.weights.dimension(0), model.weights.dimension(1) + 1)
    let gradients = gradient(of: loss, withRespectTo: [model.weights, model.bias])
    let right = concatenated([gradients[0], gradients[1].expanded(at: 1)], axis: 1)
    let factor = cholesky(hessian(logits, in: trace))
    let half = triangularSolve(factor, right.reshaped(to: [count * width, 1]))
    let change = triangularSolve(factor, half, transposed: true).reshaped(to: [count, width])
    trace.update("weights", to: model.weights - change.sliced(0..<(width - 1), axis: 1))
    let last = change.sliced((width - 1)..<width, axis: 1)
    trace.update("bias", to: model.bias - last.reshaped(to: [count]))
  }

  /// The Hessian [K q, K q].
  private func hessian(_ logits: Tensor, in trace: StepTrace) -> Tensor {
    let x = trace.batch("x")
    let (size, count, width) = (x.dimension(0), model.bias.dimension(0), x.dimension(1) + 1)
    let rows = concatenated([x, trace.trace.filled(1, shape: [size, 1])], axis: 1)
    let squares = (rows.expanded(at: 2) * rows.expanded(at: 1)).reshaped(to: [size, width * width])
    let curvature = curvature(softmax(logits)) * trace.weights.expanded(at: 1) / Double(size)
    let blocks = matmul(curvature.transposed(), squares)
      .reshaped(to: [count, count, width, width])
    return (blocks + ridge(count, width, in: trace.trace)).permuted([0, 2, 1, 3])
      .reshaped(to: [count * width, count * width])
  }

  /// p_k (δ_kl − p_l) of each example, [B, K²].
  private func curvature(_ p: Tensor) -> Tensor {
    if model.isBinary { return p.sliced(0..<1, axis: 1) * p.sliced(1..<2, axis: 1) }
    let count = p.dimension(1)
    let identity = diagonal([Double](repeating: 1, count: count), in: p.trace)
    let pairs = p.expanded(at: 2) * (identity - p.expanded(at: 1))
    return pairs.reshaped(to: [p.dimension(0), count * count])
  }

  /// What is added whatever the data, [K, K, q, q].
  private func ridge(_ count: Int, _ width: Int, in trace: Trace) -> Tensor {
    let penalty = [Double](repeating: l2, count: width - 1) + [0]
    let same = diagonal([Double](repeating: 1, count: count), in: trace)
      .reshaped(to: [count, count, 1, 1])
    let own = same * diagonal(penalty, in: trace)
    if model.isBinary { return own }
    return own + diagonal(penalty.map { $0 == 0 ? 1 / Double(count) : 0 }, in: trace)
  }

  /// A matrix with these numbers on its diagonal.
  private func diagonal(_ values: [Double], in trace: Trace) -> Tensor {
    trace.constant(values, shape: [values.count])
      .putAlongAxis(trace.indices(Array(values.indices), shape: [values.count]), size: values.count)
  }
}
