/// The gradient rules of factorisations and solves.
extension GradientRule {
  /// With A = L Lᵀ and Φ taking the lower half with its diagonal halved:
  /// Ā = L^(−T) Φ(Lᵀ L̄) L^(−1), folded onto the lower half that is read.
  ///
  /// I. Murray, "Differentiation of the Cholesky decomposition", arXiv 1602.07527, equation 10.
  func cholesky(in b: inout ProgramBuilder) throws(ProgramError) -> ValueID {
    let shape = b.shape(of: result)
    let halved = try triangle(shape, in: &b, diagonal: 0.5)
    let product = try b.append(.matmul, b.transposed(result), cotangent)
    let middle = try b.multiply(product, halved)
    let solve = Operation.triangularSolve(upper: false, transposed: true)
    let left = try b.append(solve, result, middle)  // L^(−T) Φ
    let whole = try b.transposed(b.append(solve, result, b.transposed(left)))
    let folded = try b.add(whole, b.transposed(whole))
    return try b.multiply(folded, halved)
  }

  /// With op(A) X = B: B̄ = op(A)^(−T) X̄, and op(A)‾ = −B̄ Xᵀ on the half that is read.
  func triangularSolve(
    _ upper: Bool,
    _ transposed: Bool,
    in b: inout ProgramBuilder
  ) throws(ProgramError) -> [(ValueID, ValueID)] {
    let (a, right) = (instruction.operands[0], instruction.operands[1])
    let solve = Operation.triangularSolve(upper: upper, transposed: !transposed)
    let back = try b.append(solve, a, cotangent)
    var found: [(ValueID, ValueID)] = isWanted[1] ? [(right, back)] : []
    if isWanted[0] {
      let product =
        transposed
        ? try b.append(.matmul, result, b.transposed(back))
        : try b.append(.matmul, back, b.transposed(result))
      var mask = try triangle(b.shape(of: a), in: &b, diagonal: 1)
      if upper { mask = try b.transposed(mask) }
      found.append((a, try b.unary(.negate, b.multiply(product, mask))))
    }
    return found
  }

  /// Ones below the diagonal, a number on it and zeros above, stretched over the leading axes.
  private func triangle(
    _ shape: Shape,
    in b: inout ProgramBuilder,
    diagonal: Double
  ) throws(ProgramError) -> ValueID {
    let n = shape[shape.rank - 1]
    var values = [Double](repeating: 0, count: n * n)
    for row in 0..<n {
      for column in 0...row { values[row * n + column] = row == column ? diagonal : 1 }
    }
    let square = try b.append(.constant(Literal(reals: values, shape: [n, n])))
    return try b.append(.broadcast(shape.dimensions), square)
  }
}
