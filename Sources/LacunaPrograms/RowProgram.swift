/// A program that runs the rows of its mini-batch a panel at a time.
///
/// Everything made of rows is computed for the first panel, then for the second, and so on; sums over rows are
/// sums over each panel, added up in order. The values are the same but for the rounding of those sums.
public struct RowProgram: Sendable {
  /// The program.
  public let program: Program
  /// The first value of each panel.
  public let panels: [ValueID]
  /// The additions that add up the panels.
  public let additions: Set<ValueID>

  /// The program cut into panels.
  ///
  /// - Parameters:
  ///   - program: what is cut.
  ///   - analysis: of this program.
  ///   - panels: how many panels there are, of as many rows each, or one more.
  /// - Throws: ``ProgramError`` for a rule that the result would break.
  public init(
    _ program: Program,
    _ analysis: RowAnalysis,
    panels: Int
  ) throws(ProgramError) {
    var cutter = RowCutter(program, analysis)
    try cutter.cut(into: max(1, min(panels, analysis.rows)))
    self.program = try Program(
      name: program.name,
      inputs: cutter.builder.inputs,
      instructions: cutter.builder.instructions,
      outputs: cutter.builder.outputs
    )
    self.panels = cutter.panels
    additions = cutter.additions
  }
}

/// Builds a program anew, what is made of rows panel by panel.
private struct RowCutter {
  let program: Program
  let analysis: RowAnalysis
  var builder: ProgramBuilder
  var panels: [ValueID] = []
  var additions: Set<ValueID> = []
  /// Values that are the same for all rows, and inputs.
  private var whole: [ValueID?]
  /// The rows of the panel, and the values made of them.
  private var panel = 0..<0
  private var parts: [ValueID?] = []

  init(_ program: Program, _ analysis: RowAnalysis) {
    self.program = program
    self.analysis = analysis
    builder = ProgramBuilder(name: program.name)
    whole = Array(repeating: nil, count: program.instructions.count)
  }

  mutating func cut(into count: Int) throws(ProgramError) {
    for input in program.inputs {
      let type = program.type(of: input.value)
      whole[input.value.index] = try builder.input(input.role, input.name, type: type)
    }
    // What does not follow from sums over rows, then the rows, then the rest.
    try makeWhole()
    var sums: [Int: ValueID] = [:]
    for number in 0..<count {
      let bounds = [number, number + 1].map { $0 * analysis.rows / count }
      panel = bounds[0]..<bounds[1]
      parts = Array(repeating: nil, count: program.instructions.count)
      panels.append(ValueID(builder.instructions.count))
      for index in program.instructions.indices {
        guard let step = analysis.steps[index] else { continue }
        let part = try makePart(program.instructions[index], step)
        parts[index] = part
        guard step.result == nil else { continue }
        if let sum = sums[index] {
          let total = try builder.append(.binary(.add), sum, part)
          additions.insert(total)
          sums[index] = total
        } else {
          sums[index] = part
        }
      }
    }
    for (index, sum) in sums { whole[index] = sum }
    try makeWhole()
    for output in program.outputs {
      try builder.output(output.name, made(output.value))
    }
  }

  private func made(_ value: ValueID) -> ValueID {
    guard let made = whole[value.index] else {
      preconditionFailure("RowProgram: value %\(value.index) follows from rows")
    }
    return made
  }

  /// Makes all that has no rows and whose operands are there.
  private mutating func makeWhole() throws(ProgramError) {
    for (index, instruction) in program.instructions.enumerated()
    where whole[index] == nil && analysis.steps[index] == nil {
      let operands = instruction.operands.compactMap { whole[$0.index] }
      guard operands.count == instruction.operands.count else { continue }
      whole[index] = try builder.append(instruction.operation, operands: operands)
    }
  }

  /// An instruction on the rows of the panel.
  private mutating func makePart(
    _ instruction: Instruction,
    _ step: RowStep
  ) throws(ProgramError) -> ValueID {
    var operands: [ValueID] = []
    for (operand, layout) in zip(instruction.operands, step.operands) {
      if let part = parts[operand.index] {
        operands.append(part)
      } else if let layout {
        operands.append(try rows(of: operand, layout))
      } else {
        operands.append(made(operand))
      }
    }
    return try builder.append(operation(of: instruction, step), operands: operands)
  }

  /// The operation with the extents of the panel.
  private func operation(of instruction: Instruction, _ step: RowStep) -> Operation {
    guard let layout = step.result else { return instruction.operation }
    let length = panel.count * layout.inner
    func shortened(_ extents: [Int]) -> [Int] {
      var extents = extents
      extents[layout.axis] = length
      return extents
    }
    return switch instruction.operation {
    case .reshape(let target): .reshape(shortened(target))
    case .broadcast(let target): .broadcast(shortened(target))
    case .slice(let start, let limit): .slice(start: start, limit: shortened(limit))
    default: instruction.operation
    }
  }

  /// The rows of the panel of an input, or of a value that is the same for all rows.
  private mutating func rows(
    of value: ValueID,
    _ layout: RowLayout
  ) throws(ProgramError) -> ValueID {
    let instruction = program.instructions[value.index]
    let length = panel.count * layout.inner
    if case .broadcast(var target) = instruction.operation {
      // Stretched less, it is still known to be a stretched value.
      let source = instruction.operands[0]
      let shape = program.type(of: source).shape
      let axis = layout.axis - (target.count - shape.rank)
      target[layout.axis] = length
      let isStretched = axis < 0 || shape[axis] == 1
      let narrow =
        isStretched
        ? made(source) : try rows(of: source, RowLayout(axis: axis, inner: layout.inner))
      return try builder.append(.broadcast(target), narrow)
    }
    var limit = program.type(of: value).shape.dimensions
    var start = limit.map { _ in 0 }
    start[layout.axis] = panel.lowerBound * layout.inner
    limit[layout.axis] = start[layout.axis] + length
    return try builder.append(.slice(start: start, limit: limit), made(value))
  }
}
