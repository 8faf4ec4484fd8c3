import LacunaPrograms

/// One instruction under the reference evaluator: an operation, the shape of its result, its operands.
struct ReferenceStep<Number: ReferenceNumber> {
  let operation: Operation
  let shape: Shape
  let operands: [ReferenceTensor<Number>]

  /// The value that the instruction makes: one case for each operation of the table.
  func result() throws(ReferenceError) -> ReferenceTensor<Number> {
    switch operation {
    case .input:
      preconditionFailure("ReferenceStep: an input is fed, not computed")
    case .constant(let literal):
      literal.type.element == .real
        ? ReferenceTensor(shape, numbers: literal.reals.map(Number.constant))
        : ReferenceTensor(shape, integers: literal.integers)
    case .unary(let function):
      elementwise { $0[0].applying(function) }
    case .power(let exponent):
      elementwise { $0[0].raised(to: exponent) }
    case .binary(let function):
      elementwise { binary(function, $0[0], $0[1]) }
    case .select:
      elementwise { $0[0].primal != 0 ? $0[1] : $0[2] }
    case .stopGradient:
      operands[0]
    case .reshape:
      operands[0].element == .real
        ? ReferenceTensor(shape, numbers: operands[0].numbers)
        : ReferenceTensor(shape, integers: operands[0].integers)
    case .transpose(let permutation):
      transposed(permutation)
    case .broadcast:
      broadcast()
    case .slice(let start, _):
      operands[0].moved(to: shape) { index in zip(index, start).map { $0 + $1 } }
    case .pad(let low, _):
      try padded(low)
    case .concatenate(let axis):
      concatenated(axis)
    case .reduce(let function, let axes):
      try reduced(function, axes)
    case .matmul:
      try matrixProduct()
    case .gather:
      try gathered()
    case .scatterAdd(let rows):
      try scattered(rows)
    case .takeAlongAxis:
      try taken()
    case .putAlongAxis(let size):
      try put(size)
    case .softmax:
      rows(softmax)
    case .logSoftmax:
      rows(logSoftmax)
    case .cholesky:
      cholesky()
    case .triangularSolve(let upper, let transposed):
      triangularSolve(upper: upper, transposed: transposed)
    }
  }

  /// A function of the elements at each place of operands of one shape.
  private func elementwise(_ function: ([Number]) -> Number) -> ReferenceTensor<Number> {
    ReferenceTensor(
      shape,
      numbers: (0..<shape.count).map { place in function(operands.map { $0.numbers[place] }) }
    )
  }

  private func binary(_ function: BinaryFunction, _ x: Number, _ y: Number) -> Number {
    switch function {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .maximum: y.primal > x.primal ? y : x
    case .greater: .constant(x.primal > y.primal ? 1 : 0)
    }
  }
}
