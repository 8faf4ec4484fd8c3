import LacunaPluginKit

/// An affine layer, y = W x + b with W [outputs, inputs].
struct Layer {
  let index: Int
  let inputs: Int
  let outputs: Int

  private var weights: String { "layer\(index).weights" }
  private var bias: String { "layer\(index).bias" }

  /// Normal weights, and a bias of zeros.
  func parameters(_ spread: Settings.Spread) -> [StateTensor] {
    let fan = spread == .he ? Double(inputs) : Double(inputs + outputs)
    let deviation = (2 / fan).squareRoot()
    return [
      .parameter(weights, [outputs, inputs], .normal(standardDeviation: deviation)),
      .parameter(bias, [outputs], .zeros),
    ]
  }

  /// Rows [B, inputs] to [B, outputs].
  func applied(to x: Tensor, _ parameter: (String) -> Tensor) -> Tensor {
    matmul(x, parameter(weights).transposed()) + parameter(bias)
  }
}
