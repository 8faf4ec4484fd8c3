import LacunaPluginKit

/// The forward function, over parameters found by name.
struct Model {
  let options: Options
  let parameter: (String) -> Tensor

  init(_ options: Options, parameter: @escaping (String) -> Tensor) {
    self.options = options
    self.parameter = parameter
  }

  /// Tokens [T] to logits [T, V].
  func logits(_ tokens: Tensor) -> Tensor {
    let positions = parameter("wpe").sliced(0..<tokens.dimension(0))
    var x = normalized(parameter("wte").gather(tokens) + positions)
    for layer in 0..<options.layers {
      x = x + attention(normalized(x), "layer\(layer).attn_")
      x = x + perceptron(normalized(x), "layer\(layer).mlp_")
    }
    return linear(x, "lm_head")
  }

  /// Causal attention: softmax(Q Kᵀ/√(head width)) V for each head.
  private func attention(_ x: Tensor, _ name: String) -> Tensor {
    let (length, width, heads) = (x.dimension(0), options.embedding, options.heads)
    func split(_ projected: Tensor) -> Tensor {  // [T, C] to [H, T, C/H]
      projected.reshaped(to: [length, heads, width / heads]).permuted([1, 0, 2])
    }
    let scale = 1 / Double(width / heads).squareRoot()
    let (q, k) = (split(linear(x, name + "wq") * scale), split(linear(x, name + "wk")))
    let v = split(linear(x, name + "wv"))
    let scores = matmul(q, k.transposed())
    let mixed = matmul(softmax(causalMasked(scores)), v)
    return linear(mixed.permuted([1, 0, 2]).reshaped(to: [length, width]), name + "wo")
  }

  private func perceptron(_ x: Tensor, _ name: String) -> Tensor {
    linear(options.activation.apply(linear(x, name + "fc1")), name + "fc2")
  }

  private func linear(_ x: Tensor, _ name: String) -> Tensor {
    matmul(x, parameter(name).transposed())
  }

  private func normalized(_ x: Tensor) -> Tensor { rmsNorm(x, epsilon: options.normEpsilon) }
}
