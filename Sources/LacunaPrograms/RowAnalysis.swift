/// Which instructions of a program work on the examples of a mini-batch one by one.
///
/// What follows from the mini-batch is made of *rows*, until it is summed over all of them. A program whose
/// rows meet in sums alone can run a panel of rows at a time: see ``RowProgram``.
public struct RowAnalysis: Sendable {
  /// The number of rows.
  public let rows: Int
  /// For each value, where its rows lie; nil for one that has none.
  public let layouts: [RowLayout?]
  /// For each value, what its instruction does with rows; nil where no operand has any.
  let steps: [RowStep?]

  /// Analyses a program; nil when it has fewer than two rows, or they meet otherwise than in sums that
  /// nothing made of rows depends on.
  public init?(_ program: Program) {
    let fed = program.inputs.filter { $0.role == .batch || $0.role == .weights }
    let extents = Set(fed.map { program.type(of: $0.value).shape.dimensions.first })
    guard extents.count == 1, let rows = extents.first ?? nil, rows > 1 else { return nil }
    var layouts: [RowLayout?] = []
    var steps: [RowStep?] = []
    var isAfterSum: [Bool] = []
    for instruction in program.instructions {
      let operands = instruction.operands.map { layouts[$0.index] }
      let isLate = instruction.operands.contains { isAfterSum[$0.index] }
      if case .input(let number) = instruction.operation {
        let role = program.inputs[number].role
        layouts.append(role == .batch || role == .weights ? RowLayout(axis: 0) : nil)
        steps.append(nil)
        isAfterSum.append(false)
      } else if operands.allSatisfy({ $0 == nil }) {
        layouts.append(nil)
        steps.append(nil)
        isAfterSum.append(isLate)
      } else {
        let shapes = instruction.operands.map { program.type(of: $0).shape }
        guard !isLate,
          let step = RowStep(instruction, operands: operands, shapes: shapes, rows: rows)
        else { return nil }
        layouts.append(step.result)
        steps.append(step)
        isAfterSum.append(step.result == nil)
      }
    }
    let isMadeOfRows = program.outputs.contains { layouts[$0.value.index] != nil }
    guard !isMadeOfRows, steps.contains(where: { $0 != nil }) else { return nil }
    self.rows = rows
    self.layouts = layouts
    self.steps = steps
  }
}
