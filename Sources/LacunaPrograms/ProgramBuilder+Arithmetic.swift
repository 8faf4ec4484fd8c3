/// Shorthands in which the gradient rules, and the tests, are written.
extension ProgramBuilder {
  /// A real number, a tensor of rank zero.
  public mutating func number(_ value: Double) throws(ProgramError) -> ValueID {
    try append(.constant(Literal(reals: [value], shape: .scalar)))
  }

  /// A tensor of one number everywhere.
  public mutating func filled(_ value: Double, _ shape: Shape) throws(ProgramError) -> ValueID {
    try append(.broadcast(shape.dimensions), number(value))
  }

  /// An elementwise function of one argument.
  public mutating func unary(
    _ function: UnaryFunction,
    _ x: ValueID
  ) throws(ProgramError) -> ValueID {
    try append(.unary(function), x)
  }

  /// An elementwise function of two arguments, stretched to one shape.
  public mutating func binary(
    _ function: BinaryFunction,
    _ x: ValueID,
    _ y: ValueID
  ) throws(ProgramError) -> ValueID {
    guard let shape = Shape.broadcast(shape(of: x), shape(of: y)) else {
      throw .operandTypes(
        operation: function.rawValue,
        found: [type(of: x), type(of: y)],
        expected: "shapes that stretch to a common one"
      )
    }
    let a = try append(.broadcast(shape.dimensions), x)
    let b = try append(.broadcast(shape.dimensions), y)
    return try append(.binary(function), a, b)
  }

  /// The sum of two values.
  public mutating func add(_ x: ValueID, _ y: ValueID) throws(ProgramError) -> ValueID {
    try binary(.add, x, y)
  }

  /// The difference of two values.
  public mutating func subtract(_ x: ValueID, _ y: ValueID) throws(ProgramError) -> ValueID {
    try binary(.subtract, x, y)
  }

  /// The product of two values, element by element.
  public mutating func multiply(_ x: ValueID, _ y: ValueID) throws(ProgramError) -> ValueID {
    try binary(.multiply, x, y)
  }

  /// A value times a number.
  public mutating func scale(_ x: ValueID, _ factor: Double) throws(ProgramError) -> ValueID {
    if factor == 1 { return x }
    return try binary(.multiply, x, number(factor))
  }

  /// A mask, an alternative where it is not zero, and one where it is.
  public mutating func select(
    _ mask: ValueID,
    _ x: ValueID,
    _ y: ValueID
  ) throws(ProgramError) -> ValueID {
    try append(.select, mask, x, y)
  }

  /// The sum over axes.
  public mutating func sum(_ x: ValueID, axes: [Int]) throws(ProgramError) -> ValueID {
    axes.isEmpty ? x : try append(.reduce(.sum, axes: axes), x)
  }

  /// The operand with its last two axes exchanged.
  public mutating func transposed(_ x: ValueID) throws(ProgramError) -> ValueID {
    let rank = shape(of: x).rank
    var permutation = Array(0..<rank)
    permutation.swapAt(rank - 1, rank - 2)
    if instructions[x.index].operation == .transpose(permutation) {
      return instructions[x.index].operands[0]
    }
    return try append(.transpose(permutation), x)
  }

  /// The operand with its axes permuted; a product A B with its last two axes exchanged is made as
  /// Bᵀ Aᵀ, whose elements then lie in the order in which they are used.
  mutating func transposedProduct(
    _ x: ValueID,
    _ permutation: [Int]
  ) throws(ProgramError) -> ValueID {
    let instruction = instructions[x.index]
    var exchange = Array(permutation.indices)
    if exchange.count >= 2 { exchange.swapAt(exchange.count - 1, exchange.count - 2) }
    guard instruction.operation == .matmul, permutation == exchange else {
      return try append(.transpose(permutation), x)
    }
    let right = try transposed(instruction.operands[1])
    return try append(.matmul, right, transposed(instruction.operands[0]))
  }

  /// The operand with axes of extent one put back where a reduction took them out, then stretched.
  mutating func stretched(
    _ x: ValueID,
    axes: [Int],
    to shape: Shape
  ) throws(ProgramError) -> ValueID {
    var dimensions = shape.dimensions
    for axis in axes { dimensions[axis] = 1 }
    return try append(.broadcast(shape.dimensions), append(.reshape(dimensions), x))
  }

  /// The sum over what a broadcast stretched, in the shape before it: the adjoint of `broadcast`.
  mutating func gathered(_ x: ValueID, to shape: Shape) throws(ProgramError) -> ValueID {
    let from = self.shape(of: x)
    let missing = from.rank - shape.rank
    let axes = (0..<from.rank).filter {
      $0 < missing || (shape[$0 - missing] == 1 && from[$0] != 1)
    }
    return try append(.reshape(shape.dimensions), sum(x, axes: axes))
  }
}
