import LacunaPrograms

/// Reductions, and functions of rows.
extension ReferenceStep {
  /// The sum, or the first of the largest by the primal, over axes that disappear.
  func reduced(
    _ function: ReductionFunction,
    _ axes: [Int]
  ) throws(ReferenceError) -> ReferenceTensor<Number> {
    let from = operands[0].shape
    let kept = (0..<from.rank).filter { !axes.contains($0) }
    var found: [[Int]: Number] = [:]
    for index in from.indices {
      let target = kept.map { index[$0] }
      let number = operands[0][index]
      guard let soFar = found[target] else {
        found[target] = number
        continue
      }
      switch function {
      case .sum: found[target] = soFar + number
      case .maximum: found[target] = number.primal > soFar.primal ? number : soFar
      }
    }
    return try .made(shape) { found[$0] ?? .constant(0) }
  }

  /// A function of each row along the last axis.
  func rows(_ function: ([Number]) -> [Number]) -> ReferenceTensor<Number> {
    let length = shape[shape.rank - 1]
    let starts = stride(from: 0, to: shape.count, by: length)
    return ReferenceTensor(
      shape,
      numbers: starts.flatMap { function(Array(operands[0].numbers[$0..<$0 + length])) }
    )
  }

  /// Each exp(x_i − m) / Σ exp(x_j − m), with m the largest real constant term.
  func softmax(_ row: [Number]) -> [Number] {
    let weights = row.map { ($0 - largest(row)).applying(.exp) }
    let total = sum(weights)
    return weights.map { $0 / total }
  }

  /// Each x_i − m − log Σ exp(x_j − m).
  func logSoftmax(_ row: [Number]) -> [Number] {
    let total = sum(row.map { ($0 - largest(row)).applying(.exp) }).applying(.log)
    return row.map { $0 - largest(row) - total }
  }

  private func largest(_ row: [Number]) -> Number {
    .constant(row.map(\.primal).max() ?? 0)
  }

  private func sum(_ row: [Number]) -> Number {
    row.dropFirst().reduce(row[0]) { $0 + $1 }
  }
}
