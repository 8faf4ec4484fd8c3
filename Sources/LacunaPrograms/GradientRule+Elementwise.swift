/// The gradient rules of elementwise functions: ȳ times the derivative, written by the result where that
/// is cheapest.
extension GradientRule {
  func unary(
    _ function: UnaryFunction,
    in b: inout ProgramBuilder
  ) throws(ProgramError) -> ValueID {
    let (x, y, g) = (instruction.operands[0], result, cotangent)
    let shape = b.shape(of: x)
    switch function {
    case .negate: return try b.unary(.negate, g)
    case .exp: return try b.multiply(g, y)
    case .log: return try b.binary(.divide, g, x)
    case .sqrt:
      // 1/(2y)
      return try b.scale(b.binary(.divide, g, y), 0.5)
    case .rsqrt:
      // −y/(2x)
      return try b.scale(b.binary(.divide, b.multiply(g, y), x), -0.5)
    case .reciprocal:
      return try b.unary(.negate, b.multiply(g, b.unary(.square, y)))
    case .square: return try b.multiply(g, b.scale(x, 2))
    case .tanh:
      return try b.multiply(g, b.subtract(b.number(1), b.unary(.square, y)))
    case .sigmoid:
      return try b.multiply(g, b.subtract(y, b.unary(.square, y)))
    case .erf:
      return try b.multiply(g, b.scale(gaussian(x, in: &b), 2 / Double.pi.squareRoot()))
    case .gelu:
      // Φ(x) + x φ(x), φ(x) = exp(−x²/2)/√(2π)
      let scaled = try b.scale(x, 0.5.squareRoot())
      let phi = try b.scale(gaussian(scaled, in: &b), 1 / (2 * Double.pi).squareRoot())
      let half = try b.scale(b.unary(.erf, scaled), 0.5)
      let distribution = try b.add(half, b.number(0.5))
      return try b.multiply(g, b.add(distribution, b.multiply(x, phi)))
    case .geluTanh:
      return try b.multiply(g, geluTanhSlope(x, in: &b))
    case .silu:
      // s + y (1 − s)
      let s = try b.unary(.sigmoid, x)
      let rest = try b.multiply(y, b.subtract(b.number(1), s))
      return try b.multiply(g, b.add(s, rest))
    case .softplus: return try b.multiply(g, b.unary(.sigmoid, x))
    case .sin: return try b.multiply(g, b.unary(.cos, x))
    case .cos: return try b.unary(.negate, b.multiply(g, b.unary(.sin, x)))
    case .relu:
      let zero = try b.filled(0, shape)
      return try b.select(b.binary(.greater, x, zero), g, zero)
    case .abs:
      let zero = try b.filled(0, shape)
      let isPositive = try b.binary(.greater, x, zero)
      return try b.select(isPositive, g, b.unary(.negate, g))
    }
  }

  func binary(
    _ function: BinaryFunction,
    in b: inout ProgramBuilder
  ) throws(ProgramError) -> [(ValueID, ValueID)] {
    let (x, y, g) = (instruction.operands[0], instruction.operands[1], cotangent)
    switch function {
    case .add: return [(x, g), (y, g)].enumerated().filter { isWanted[$0.0] }.map(\.1)
    case .subtract:
      var found: [(ValueID, ValueID)] = isWanted[0] ? [(x, g)] : []
      if isWanted[1] { found.append((y, try b.unary(.negate, g))) }
      return found
    case .multiply:
      var found: [(ValueID, ValueID)] = []
      if isWanted[0] { found.append((x, try b.multiply(g, y))) }
      if isWanted[1] { found.append((y, try b.multiply(g, x))) }
      return found
    case .divide:
      let quotient = try b.binary(.divide, g, y)
      var found: [(ValueID, ValueID)] = isWanted[0] ? [(x, quotient)] : []
      if isWanted[1] {
        found.append((y, try b.unary(.negate, b.multiply(quotient, result))))
      }
      return found
    case .maximum:
      let zero = try b.filled(0, b.shape(of: x))
      let second = try b.binary(.greater, y, x)
      var found: [(ValueID, ValueID)] = []
      if isWanted[0] { found.append((x, try b.select(second, zero, g))) }
      if isWanted[1] { found.append((y, try b.select(second, g, zero))) }
      return found
    case .greater: return []
    }
  }

  /// The value exp(−x²).
  private func gaussian(
    _ x: ValueID,
    in b: inout ProgramBuilder
  ) throws(ProgramError) -> ValueID {
    try b.unary(.exp, b.unary(.negate, b.unary(.square, x)))
  }

  /// With t = tanh(c (x + a x³)): ½ (1 + t) + ½ x (1 − t²) c (1 + 3 a x²).
  private func geluTanhSlope(
    _ x: ValueID,
    in b: inout ProgramBuilder
  ) throws(ProgramError) -> ValueID {
    let (a, c) = (0.044715, (2 / Double.pi).squareRoot())
    let square = try b.unary(.square, x)
    let inner = try b.multiply(x, b.add(b.scale(square, a * c), b.number(c)))
    let t = try b.unary(.tanh, inner)
    let first = try b.scale(b.add(t, b.number(1)), 0.5)
    let slope = try b.add(b.scale(square, 3 * a * c), b.number(c))
    let rest = try b.multiply(b.scale(x, 0.5), b.subtract(b.number(1), b.unary(.square, t)))
    return try b.add(first, b.multiply(rest, slope))
  }
}
