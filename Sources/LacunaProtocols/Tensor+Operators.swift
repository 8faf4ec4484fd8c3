/// Arithmetic, element by element.
extension Tensor {
  /// The sum.
  public static func + (left: Tensor, right: Tensor) -> Tensor { binary("add", left, right) }
  /// The difference.
  public static func - (left: Tensor, right: Tensor) -> Tensor { binary("sub", left, right) }
  /// The product.
  public static func * (left: Tensor, right: Tensor) -> Tensor { binary("mul", left, right) }
  /// The quotient.
  public static func / (left: Tensor, right: Tensor) -> Tensor { binary("div", left, right) }

  /// The sum with a number.
  public static func + (left: Tensor, right: Double) -> Tensor { left + left.number(right) }
  /// The difference from a number.
  public static func - (left: Tensor, right: Double) -> Tensor { left - left.number(right) }
  /// The product with a number.
  public static func * (left: Tensor, right: Double) -> Tensor { left * left.number(right) }
  /// The product with the inverse of a number.
  public static func / (left: Tensor, right: Double) -> Tensor { left * left.number(1 / right) }

  /// The sum with a number.
  public static func + (left: Double, right: Tensor) -> Tensor { right.number(left) + right }
  /// The difference of a number and a tensor.
  public static func - (left: Double, right: Tensor) -> Tensor { right.number(left) - right }
  /// The product with a number.
  public static func * (left: Double, right: Tensor) -> Tensor { right.number(left) * right }
  /// The quotient of a number and a tensor.
  public static func / (left: Double, right: Tensor) -> Tensor { right.number(left) / right }

  /// The opposite.
  public static prefix func - (operand: Tensor) -> Tensor { operand.unary("neg") }

  /// An elementwise function of one argument.
  func unary(_ operation: String) -> Tensor { trace.emit(operation, [self]) }

  /// An elementwise function of two arguments, stretched to one shape.
  static func binary(_ operation: String, _ left: Tensor, _ right: Tensor) -> Tensor {
    let operands = stretched(operation, [left, right])
    return left.trace.emit(operation, operands)
  }

  /// The operands, stretched to their common shape.
  static func stretched(_ operation: String, _ operands: [Tensor]) -> [Tensor] {
    guard let first = operands.first, first.trace.canUse(operands, in: operation) else {
      return operands
    }
    var common: [Int] = []
    for operand in operands {
      guard let shape = broadcastShape(common, operand.shape) else {
        first.trace.fail(
          operation,
          operands,
          "these shapes do not stretch to a common one; extents must be equal or 1"
        )
        return operands
      }
      common = shape
    }
    return operands.map { $0.broadcast(to: common) }
  }
}

/// The shape that both stretch to, aligned at the last axis, or nil when an axis differs.
func broadcastShape(_ left: [Int], _ right: [Int]) -> [Int]? {
  let rank = max(left.count, right.count)
  let a = [Int](repeating: 1, count: rank - left.count) + left
  let b = [Int](repeating: 1, count: rank - right.count) + right
  var result: [Int] = []
  for (x, y) in zip(a, b) {
    guard x == y || x == 1 || y == 1 else { return nil }
    result.append(x == 1 ? y : x)
  }
  return result
}
