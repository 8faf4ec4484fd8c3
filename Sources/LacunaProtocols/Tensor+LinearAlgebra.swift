/// The matrix product over the last two axes: […, m, k] × […, k, n] → […, m, n].
///
/// Leading axes stretch to common ones; with a matrix on the right they are rows of one product.
public func matmul(_ x: Tensor, _ y: Tensor) -> Tensor {
  let trace = x.trace
  guard trace.canUse([x, y], in: "matmul") else { return trace.poisoned(x.shape) }
  guard x.rank >= 2, y.rank >= 2 else {
    trace.fail("matmul", [x, y], "both operands need at least two axes")
    return trace.poisoned(x.shape)
  }
  if y.rank == 2, x.rank > 2 {
    let rows = x.reshaped(to: [-1, x.dimension(-1)])
    return matmul(rows, y).reshaped(to: x.shape.dropLast() + [y.dimension(-1)])
  }
  let (leftAxes, rightAxes) = (Array(x.shape.dropLast(2)), Array(y.shape.dropLast(2)))
  guard let leading = broadcastShape(leftAxes, rightAxes) else {
    trace.fail("matmul", [x, y], "the leading axes do not stretch to common ones")
    return trace.poisoned(x.shape)
  }
  return trace.emit(
    "matmul",
    [
      x.broadcast(to: leading + x.shape.suffix(2)), y.broadcast(to: leading + y.shape.suffix(2)),
    ],
    guess: leading + [x.dimension(-2), y.dimension(-1)]
  )
}

/// The lower factor L of a symmetric positive definite A = L Lᵀ, over the last two axes.
///
/// Only the lower half of A is read.
public func cholesky(_ a: Tensor) -> Tensor { a.unary("cholesky") }

/// The X of op(A) X = B over the last two axes, where op(A) is the lower or upper half of A, transposed
/// when asked for.
public func triangularSolve(
  _ a: Tensor,
  _ b: Tensor,
  upper: Bool = false,
  transposed: Bool = false
) -> Tensor {
  a.trace.emit(
    "triangular_solve",
    [a, b],
    integers: [upper ? 1 : 0, transposed ? 1 : 0],
    guess: b.shape
  )
}
