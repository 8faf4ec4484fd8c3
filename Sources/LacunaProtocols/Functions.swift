// Elementwise functions, written as in mathematics. Where one is not analytic ("by the primal"), it
// chooses its branch by the undeleted model.

/// e^x.
public func exp(_ x: Tensor) -> Tensor { x.unary("exp") }
/// The natural logarithm.
public func log(_ x: Tensor) -> Tensor { x.unary("log") }
/// √x.
public func sqrt(_ x: Tensor) -> Tensor { x.unary("sqrt") }
/// 1/√x.
public func rsqrt(_ x: Tensor) -> Tensor { x.unary("rsqrt") }
/// 1/x.
public func reciprocal(_ x: Tensor) -> Tensor { x.unary("reciprocal") }
/// x².
public func square(_ x: Tensor) -> Tensor { x.unary("square") }
/// x^α; x > 0 unless α is a non-negative integer.
public func pow(_ x: Tensor, _ exponent: Double) -> Tensor {
  x.trace.emit("power", [x], reals: [exponent])
}
/// The hyperbolic tangent.
public func tanh(_ x: Tensor) -> Tensor { x.unary("tanh") }
/// 1/(1 + e^(−x)).
public func sigmoid(_ x: Tensor) -> Tensor { x.unary("sigmoid") }
/// The error function.
public func erf(_ x: Tensor) -> Tensor { x.unary("erf") }
/// x Φ(x), with the exact normal distribution function Φ.
public func gelu(_ x: Tensor) -> Tensor { x.unary("gelu") }
/// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).
public func geluTanh(_ x: Tensor) -> Tensor { x.unary("gelu_tanh") }
/// x/(1 + e^(−x)).
public func silu(_ x: Tensor) -> Tensor { x.unary("silu") }
/// log(1 + e^x).
public func softplus(_ x: Tensor) -> Tensor { x.unary("softplus") }
/// The sine.
public func sin(_ x: Tensor) -> Tensor { x.unary("sin") }
/// The cosine.
public func cos(_ x: Tensor) -> Tensor { x.unary("cos") }
/// max(x, 0), by the primal.
public func relu(_ x: Tensor) -> Tensor { x.unary("relu") }
/// |x|, by the primal.
public func abs(_ x: Tensor) -> Tensor { x.unary("abs") }

/// The larger of the two, by the primal; the first when they are equal.
public func maximum(_ x: Tensor, _ y: Tensor) -> Tensor { .binary("max", x, y) }
/// 1 where the first is larger than the second, else 0, by the primal.
public func greater(_ x: Tensor, _ y: Tensor) -> Tensor { .binary("greater", x, y) }
/// `x` where the mask is not zero, else `y`; the mask is read by its primal.
public func select(_ mask: Tensor, _ x: Tensor, _ y: Tensor) -> Tensor {
  mask.trace.emit("select", Tensor.stretched("select", [mask, x, y]))
}

/// The identity, through which the learner's own gradient does not flow.
public func stopGradient(_ x: Tensor) -> Tensor { x.unary("stop_gradient") }
