import LacunaPluginKit

/// The forward function, over parameters found by name.
struct Model {
  let options: Options
  let parameter: (String) -> Tensor

  init(_ options: Options, parameter: @escaping (String) -> Tensor) {
    self.options = options
    self.parameter = parameter
  }

  /// Tokens [T] or [B, T] to logits of all positions, [T, V] or [BT, V].
  func logits(_ tokens: Tensor) -> Tensor {
    let batch = tokens.shape.dropLast()
    let positions = parameter("wpe").sliced(0..<tokens.dimension(-1))
    let embedded = parameter("wte").gather(tokens) + positions
    var x = normalized(batch.isEmpty ? embedded : rows(embedded))
    for layer in 0..<options.layers {
      x = x + attention(normalized(x), "layer\(layer).attn_", batch: Array(batch))
      x = x + perceptron(normalized(x), "layer\(layer).mlp_")
    }
    return linear(x, "lm_head")
  }

  /// The positions of all documents one below the other.
  private func rows(_ x: Tensor) -> Tensor {
    x.reshaped(to: [x.shape.dropLast().reduce(1, *), options.embedding])
  }

  /// Causal attention within each document: softmax(Q Kᵀ/√(head width)) V for each head.
  private func attention(_ x: Tensor, _ name: String, batch: [Int]) -> Tensor {
    let (width, heads) = (options.embedding, options.heads)
    let length = x.dimension(0) / batch.reduce(1, *)
    let swap = batch.isEmpty ? [1, 0, 2] : [0, 2, 1, 3]  // positions and heads
    func split(_ projected: Tensor) -> Tensor {  // to […, H, T, C/H]
      projected.reshaped(to: batch + [length, heads, width / heads]).permuted(swap)
    }
    let scale = 1 / Double(width / heads).squareRoot()
    let (q, k) = (split(linear(x, name + "wq") * scale), split(linear(x, name + "wk")))
    let v = split(linear(x, name + "wv"))
    let scores = matmul(q, k.transposed())
    let mixed = matmul(softmax(causalMasked(scores)), v)
    return linear(mixed.permuted(swap).reshaped(to: x.shape), name + "wo")
  }

  private func perceptron(_ x: Tensor, _ name: String) -> Tensor {
    linear(options.activation.apply(linear(x, name + "fc1")), name + "fc2")
  }

  private func linear(_ x: Tensor, _ name: String) -> Tensor {
    matmul(x, parameter(name).transposed())
  }

  private func normalized(_ x: Tensor) -> Tensor { rmsNorm(x, epsilon: options.normEpsilon) }
}
