/// An elementwise function of one real argument.
///
/// Functions marked *by the primal* are not analytic: they choose a branch by the constant term of
/// their argument, which is what their series means away from the kink.
public enum UnaryFunction: String, Sendable, CaseIterable {
  case negate = "neg"
  case exp, log, sqrt
  /// x^(−1/2)
  case rsqrt
  /// 1/x
  case reciprocal
  /// x²
  case square
  case tanh
  /// 1/(1 + e^(−x))
  case sigmoid
  case erf
  /// x Φ(x), with the exact normal distribution function Φ
  case gelu
  /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))
  case geluTanh = "gelu_tanh"
  /// x/(1 + e^(−x))
  case silu
  /// log(1 + e^x)
  case softplus
  case sin, cos
  /// max(x, 0), by the primal
  case relu
  /// |x|, by the primal
  case abs
}

/// An elementwise function of two arguments of one shape.
public enum BinaryFunction: String, Sendable, CaseIterable {
  case add
  case subtract = "sub"
  case multiply = "mul"
  case divide = "div"
  /// The larger of the two, by the primal; the first when they are equal.
  case maximum = "max"
  /// 1 where the first is larger than the second, else 0, by the primal; constant in z.
  case greater
}

/// A reduction over axes, which disappear from the shape.
public enum ReductionFunction: String, Sendable, CaseIterable {
  case sum
  /// The largest, by the primal; the first of equal ones.
  case maximum = "reduce_max"
}

/// One operation of a program: the closed table over which every pass is a table too.
///
/// Shapes, gradients, jet rules, kernels, the text form and the plugin interface each have one entry
/// per case; adding a case makes the compiler ask for all of them.
public enum Operation: Hashable, Sendable {
  // 1 — sources
  /// An input of the program, by its index.
  case input(Int)
  /// A literal tensor.
  case constant(Literal)

  // 2 — elementwise, operands of one shape
  case unary(UnaryFunction)
  /// x^α for a real α; x > 0 unless α is a non-negative integer.
  case power(Double)
  case binary(BinaryFunction)
  /// (mask, a, b): a where the mask is not zero, else b. The mask is read by its primal.
  case select
  /// The identity, through which the learner's own gradient does not flow.
  case stopGradient

  // 3 — movement
  case reshape([Int])
  /// Axis i of the result is axis `permutation[i]` of the operand.
  case transpose([Int])
  /// To this shape, aligned at the last axis; extents of one stretch.
  case broadcast([Int])
  /// Elements with start ≤ index < limit along each axis.
  case slice(start: [Int], limit: [Int])
  /// Zeros put before and after along each axis.
  case pad(low: [Int], high: [Int])
  case concatenate(axis: Int)

  // 4 — reductions
  case reduce(ReductionFunction, axes: [Int])

  // 5 — contraction
  /// [… , m, k] × [… , k, n] → [… , m, n] with equal leading axes.
  case matmul

  // 6 — indexing
  /// (table [v, …rest], indices [i…]) → [i…, …rest]: rows of a table.
  case gather
  /// (updates [i…, …rest], indices [i…]) → [rows, …rest]: the adjoint of `gather`.
  case scatterAdd(rows: Int)
  /// (x [i…, n], indices [i…]) → [i…]: one element of each row.
  case takeAlongAxis
  /// (x [i…], indices [i…]) → [i…, size]: zeros but for one element a row; the adjoint of `takeAlongAxis`.
  case putAlongAxis(size: Int)

  // 7 — rows: over the last axis
  case softmax
  case logSoftmax

  // 8 — linear algebra over the last two axes
  /// The lower factor L of a symmetric positive definite A = L Lᵀ; only the lower half of A is read.
  case cholesky
  /// (A [… , n, n], B [… , n, m]) → X with op(A) X = B, where op(A) is the lower or upper half of A,
  /// transposed when asked for.
  case triangularSolve(upper: Bool, transposed: Bool)
}
