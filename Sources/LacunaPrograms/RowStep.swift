/// What an instruction does with rows, when it works on each of them alone or sums over them.
struct RowStep {
  /// For each operand, how it is cut into rows; nil for one that every row reads whole.
  var operands: [RowLayout?]
  /// Where the rows of the result lie; nil for a sum over rows.
  var result: RowLayout?

  /// The step of an instruction; nil when it mixes rows.
  ///
  /// - Parameters:
  ///   - instruction: one with an operand made of rows.
  ///   - operands: where the rows of each operand lie, nil for operands that have none.
  ///   - shapes: the shapes of the operands.
  ///   - rows: the number of rows.
  init?(
    _ instruction: Instruction,
    operands: [RowLayout?],
    shapes: [Shape],
    rows: Int
  ) {
    let known = operands.compactMap { $0 }
    guard let first = known.first else { return nil }
    let isAlike = known.allSatisfy { $0 == first }
    /// Every operand cut in the same way, at an axis before some limit.
    func alike(before limit: Int, _ result: RowLayout?) -> RowStep? {
      guard isAlike, first.axis < limit else { return nil }
      return RowStep(operands: operands.map { _ in first }, result: result)
    }
    let rank = shapes[0].rank
    var made: RowStep?
    switch instruction.operation {
    case .input, .constant:
      made = nil
    case .unary, .power, .binary, .select, .stopGradient:
      made = alike(before: rank, first)
    case .reshape(let target):
      if let after = first.reshaped(from: shapes[0], to: Shape(target), rows: rows) {
        made = RowStep(operands: [first], result: after)
      }
    case .transpose(let permutation):
      if let axis = permutation.firstIndex(of: first.axis) {
        made = RowStep(operands: [first], result: RowLayout(axis: axis, inner: first.inner))
      }
    case .broadcast(let target):
      let axis = first.axis + target.count - rank
      made = RowStep(operands: [first], result: RowLayout(axis: axis, inner: first.inner))
    case .slice(let start, let limit):
      let isWhole = start[first.axis] == 0 && limit[first.axis] == shapes[0][first.axis]
      made = isWhole ? RowStep(operands: [first], result: first) : nil
    case .pad(let low, let high):
      let isWhole = low[first.axis] == 0 && high[first.axis] == 0
      made = isWhole ? RowStep(operands: [first], result: first) : nil
    case .concatenate(let axis):
      made = axis == first.axis ? nil : alike(before: rank, first)
    case .reduce(let function, let axes):
      if !axes.contains(first.axis) {
        let axis = first.axis - axes.count { $0 < first.axis }
        made = RowStep(operands: [first], result: RowLayout(axis: axis, inner: first.inner))
      } else if function == .sum {
        made = RowStep(operands: [first], result: nil)
      }
    case .matmul:
      made = Self.product(operands, rank: rank)
    case .gather:
      if operands[0] == nil { made = RowStep(operands: operands, result: first) }
    case .scatterAdd:
      made = alike(before: shapes[1].rank, nil)
    case .takeAlongAxis, .putAlongAxis:
      made = alike(before: shapes[1].rank, first)
    case .softmax, .logSoftmax:
      made = alike(before: rank - 1, first)
    case .cholesky, .triangularSolve:
      made = alike(before: rank - 2, first)
    }
    guard let made else { return nil }
    self = made
  }

  private init(operands: [RowLayout?], result: RowLayout?) {
    self.operands = operands
    self.result = result
  }

  /// A matrix product: rows are in the batch, along an outer axis, or contracted.
  private static func product(_ operands: [RowLayout?], rank: Int) -> RowStep? {
    let (left, right) = (operands[0], operands[1])
    guard let first = left ?? right else { return nil }
    let isAlike = left == nil || right == nil || left?.inner == right?.inner
    guard isAlike else { return nil }
    if first.axis < rank - 2 {
      return left == nil || right == nil || left == right
        ? RowStep(operands: [first, first], result: first) : nil
    }
    let contracted = (
      RowLayout(axis: rank - 1, inner: first.inner), RowLayout(axis: rank - 2, inner: first.inner)
    )
    if (left ?? contracted.0) == contracted.0, (right ?? contracted.1) == contracted.1 {
      return RowStep(operands: [contracted.0, contracted.1], result: nil)
    }
    // One of them along its own outer axis, the other whole.
    return left == nil || right == nil ? RowStep(operands: operands, result: first) : nil
  }
}
