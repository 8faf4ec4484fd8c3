// Functions of rows: they act over the last axis.

/// e^x, divided by its sum over the last axis.
public func softmax(_ x: Tensor) -> Tensor { x.unary("softmax") }

/// The logarithm of ``softmax(_:)``.
public func logSoftmax(_ x: Tensor) -> Tensor { x.unary("log_softmax") }

/// −log softmax(logits)[target]: logits [i…, n] and integer targets [i…] → [i…].
public func crossEntropy(logits: Tensor, targets: Tensor) -> Tensor {
  -logSoftmax(logits).takeAlongAxis(targets)
}

/// x (mean(x²) + ε)^(−1/2), over the last axis.
public func rmsNorm(_ x: Tensor, epsilon: Double = 1e-5) -> Tensor {
  x * rsqrt(square(x).mean(axes: [-1], keepingDimensions: true) + epsilon)
}

/// (x − mean(x)) (variance(x) + ε)^(−1/2), over the last axis.
public func layerNorm(_ x: Tensor, epsilon: Double = 1e-5) -> Tensor {
  let centred = x - x.mean(axes: [-1], keepingDimensions: true)
  return centred * rsqrt(square(centred).mean(axes: [-1], keepingDimensions: true) + epsilon)
}

/// Attention scores […, T, T] in which no position sees a later one: those become −10³⁰.
public func causalMasked(_ scores: Tensor) -> Tensor {
  let (rows, columns) = (scores.dimension(-2), scores.dimension(-1))
  guard scores.trace.failure == nil else { return scores }
  let mask = (0..<rows * columns).map { $0 % columns <= $0 / columns ? 1.0 : 0.0 }
  return select(
    scores.trace.constant(mask, shape: [rows, columns]),
    scores,
    scores.trace.constant(-1e30)
  )
}
