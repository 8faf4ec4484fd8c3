import LacunaPrograms

/// Movement: which element of which operand stands at an index of the result.
extension ReferenceStep {
  /// Axis i of the result is axis `permutation[i]` of the operand.
  func transposed(_ permutation: [Int]) -> ReferenceTensor<Number> {
    operands[0].moved(to: shape) { index in
      var source = index
      for (axis, from) in permutation.enumerated() { source[from] = index[axis] }
      return source
    }
  }

  /// Aligned at the last axis; an extent of one stretches.
  func broadcast() -> ReferenceTensor<Number> {
    let from = operands[0].shape
    return operands[0].moved(to: shape) { index in
      zip(index.suffix(from.rank), from.dimensions).map { $1 == 1 ? 0 : $0 }
    }
  }

  /// Zeros around the operand, which begins at `low`.
  func padded(_ low: [Int]) throws(ReferenceError) -> ReferenceTensor<Number> {
    try .made(shape) { index in
      let source = zip(index, low).map { $0 - $1 }
      let isInside = zip(source, operands[0].shape.dimensions).allSatisfy { 0..<$1 ~= $0 }
      return isInside ? operands[0][source] : .constant(0)
    }
  }

  /// Operands one after the other along an axis.
  func concatenated(_ axis: Int) -> ReferenceTensor<Number> {
    var numbers: [Number] = []
    var integers: [Int64] = []
    for index in shape.indices {
      var source = index
      for operand in operands {
        if source[axis] < operand.shape[axis] {
          let place = operand.shape.offset(of: source)
          if operand.element == .real {
            numbers.append(operand.numbers[place])
          } else {
            integers.append(operand.integers[place])
          }
          break
        }
        source[axis] -= operand.shape[axis]
      }
    }
    return operands[0].element == .real
      ? ReferenceTensor(shape, numbers: numbers) : ReferenceTensor(shape, integers: integers)
  }
}
