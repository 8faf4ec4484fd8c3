/// The shape rules: the type of a result from the types of the operands.
extension Operation {
  /// How many operands there are, or nil when any positive number is right.
  public var arity: Int? {
    switch self {
    case .input, .constant: 0
    case .unary, .power, .stopGradient, .reshape, .transpose, .broadcast, .slice, .pad, .reduce,
      .softmax, .logSoftmax, .cholesky:
      1
    case .binary, .matmul, .gather, .scatterAdd, .takeAlongAxis, .putAlongAxis, .triangularSolve:
      2
    case .select: 3
    case .concatenate: nil
    }
  }

  /// The type of the result.
  ///
  /// Not for `input`, whose type the program records.
  ///
  /// - Throws: ``ProgramError`` naming the operation, the operand types found and what was expected.
  public func resultType(of operands: [ValueType]) throws(ProgramError) -> ValueType {
    if let arity, operands.count != arity {
      throw .operandCount(operation: name, found: operands.count, expected: arity)
    }
    func fail(_ expected: String) -> ProgramError {
      .operandTypes(operation: name, found: operands, expected: expected)
    }
    let result = try infer(operands, fail)
    guard result.shape.isValid else {
      throw fail(
        "a result of at most \(Shape.maximumRank) axes with positive extents, not \(result.shape)"
      )
    }
    return result
  }

  private func infer(
    _ operands: [ValueType],
    _ fail: (String) -> ProgramError
  ) throws(ProgramError) -> ValueType {
    switch self {
    case .input:
      throw fail("no inference: an input's type is recorded by its program")
    case .constant(let literal):
      guard literal.type.shape.isValid, literal.isConsistent else {
        throw fail("as many elements as the shape has")
      }
      return literal.type
    case .unary, .power, .stopGradient:
      guard operands[0].element == .real else { throw fail("a real operand") }
      return operands[0]
    case .binary:
      guard operands.allSatisfy({ $0.element == .real }), operands[0] == operands[1] else {
        throw fail("two real operands of one shape (broadcast them first)")
      }
      return operands[0]
    case .select:
      guard operands.allSatisfy({ $0.element == .real && $0 == operands[0] }) else {
        throw fail("a mask and two alternatives, real and of one shape")
      }
      return operands[0]
    case .reshape, .transpose, .broadcast, .slice, .pad, .concatenate:
      return try inferMovement(operands, fail)
    case .reduce(_, let axes):
      let shape = operands[0].shape
      guard operands[0].element == .real, !axes.isEmpty, Set(axes).count == axes.count,
        axes == axes.sorted(), axes.allSatisfy({ 0..<shape.rank ~= $0 })
      else {
        throw fail("a real operand with the axes \(axes), ascending and different")
      }
      return .real(
        Shape(shape.dimensions.enumerated().filter { !axes.contains($0.0) }.map(\.1))
      )
    case .matmul:
      let (a, b) = (operands[0].shape, operands[1].shape)
      guard operands.allSatisfy({ $0.element == .real }), a.rank >= 2, a.rank == b.rank,
        a.dimensions.dropLast(2) == b.dimensions.dropLast(2), a[a.rank - 1] == b[b.rank - 2]
      else {
        throw fail("[…, m, k] and [… , k, n] with equal leading axes")
      }
      return .real(Shape(a.dimensions.dropLast() + [b[b.rank - 1]]))
    case .gather, .scatterAdd, .takeAlongAxis, .putAlongAxis:
      return try inferIndexing(operands, fail)
    case .softmax, .logSoftmax:
      guard operands[0].element == .real, operands[0].shape.rank >= 1 else {
        throw fail("a real operand with at least one axis")
      }
      return operands[0]
    case .cholesky:
      let shape = operands[0].shape
      guard operands[0].element == .real, shape.rank >= 2,
        shape[shape.rank - 1] == shape[shape.rank - 2]
      else {
        throw fail("a real operand […, n, n]")
      }
      return operands[0]
    case .triangularSolve:
      let (a, b) = (operands[0].shape, operands[1].shape)
      guard operands.allSatisfy({ $0.element == .real }), a.rank >= 2, a.rank == b.rank,
        a.dimensions.dropLast(2) == b.dimensions.dropLast(2), a[a.rank - 1] == a[a.rank - 2],
        a[a.rank - 1] == b[b.rank - 2]
      else {
        throw fail("[…, n, n] and […, n, m] with equal leading axes")
      }
      return operands[1]
    }
  }

  private func inferMovement(
    _ operands: [ValueType],
    _ fail: (String) -> ProgramError
  ) throws(ProgramError) -> ValueType {
    let shape = operands.first?.shape ?? .scalar
    let element = operands.first?.element ?? .real
    switch self {
    case .reshape(let target):
      guard Shape(target).isValid, Shape(target).count == shape.count else {
        throw fail("\(Shape(target).isValid ? Shape(target).count : 0) elements for \(target)")
      }
      return ValueType(element, Shape(target))
    case .transpose(let permutation):
      guard permutation.sorted() == Array(0..<shape.rank) else {
        throw fail("as many axes as the permutation \(permutation)")
      }
      return ValueType(element, Shape(permutation.map { shape[$0] }))
    case .broadcast(let target):
      guard Shape(target).isValid, Shape.broadcast(shape, Shape(target)) == Shape(target) else {
        throw fail("a shape that stretches to \(target)")
      }
      return ValueType(element, Shape(target))
    case .slice(let start, let limit):
      guard start.count == shape.rank, limit.count == shape.rank,
        (0..<shape.rank).allSatisfy({
          0 <= start[$0] && start[$0] < limit[$0] && limit[$0] <= shape[$0]
        })
      else {
        throw fail("a shape that holds \(start) to \(limit)")
      }
      return ValueType(element, Shape(zip(limit, start).map { $0 - $1 }))
    case .pad(let low, let high):
      guard element == .real, low.count == shape.rank, high.count == shape.rank,
        (low + high).allSatisfy({ 0..<Shape.maximumCount ~= $0 })
      else {
        throw fail("a real operand with an axis for each of \(low)")
      }
      return .real(Shape((0..<shape.rank).map { low[$0] + shape[$0] + high[$0] }))
    case .concatenate(let axis):
      guard let first = operands.first, 0..<first.shape.rank ~= axis,
        operands.allSatisfy({ $0.element == first.element && $0.shape.rank == first.shape.rank }),
        operands.allSatisfy({ operand in
          (0..<first.shape.rank).allSatisfy { $0 == axis || operand.shape[$0] == first.shape[$0] }
        })
      else {
        throw fail("operands that differ along axis \(axis) alone")
      }
      var dimensions = first.shape.dimensions
      dimensions[axis] = operands.reduce(0) { $0 + $1.shape[axis] }
      return ValueType(element, Shape(dimensions))
    default:
      throw fail("a movement operation")
    }
  }

  private func inferIndexing(
    _ operands: [ValueType],
    _ fail: (String) -> ProgramError
  ) throws(ProgramError) -> ValueType {
    let (x, indices) = (operands[0].shape, operands[1].shape)
    guard operands[0].element == .real, operands[1].element == .integer else {
      throw fail("a real operand and integer indices")
    }
    switch self {
    case .gather:
      guard x.rank >= 1 else { throw fail("a table with at least one axis") }
      return .real(Shape(indices.dimensions + x.dimensions.dropFirst()))
    case .scatterAdd(let rows):
      guard rows > 0, x.rank >= indices.rank,
        Array(x.dimensions.prefix(indices.rank)) == indices.dimensions
      else {
        throw fail("updates whose leading axes are those of the indices, and at least one row")
      }
      return .real(Shape([rows] + x.dimensions.dropFirst(indices.rank)))
    case .takeAlongAxis:
      guard x.rank == indices.rank + 1, Array(x.dimensions.dropLast()) == indices.dimensions else {
        throw fail("[i…, n] and indices [i…]")
      }
      return .real(indices)
    case .putAlongAxis(let size):
      guard size > 0, x == indices else { throw fail("[i…] and indices [i…], and a positive size") }
      return .real(Shape(x.dimensions + [size]))
    default:
      throw fail("an indexing operation")
    }
  }
}
