/// Passes that take common factors out of sums, which changes nothing but how results are rounded.
///
/// Gradients of cross-entropy are full of them: what rows of one number are stretched to is multiplied, padded
/// with zeros and summed again.
extension Program {
  /// The program with common factors taken out of sums: fewer passes over large tensors.
  public func factored() throws(ProgramError) -> Program {
    var indexing = Factoring(self)
    try indexing.run { (pass, instruction) throws(ProgramError) in
      switch instruction.operation {
      case .reduce(.sum, _): try pass.sumOfPut(instruction)
      case .binary(.subtract): try pass.putLessShare(instruction)
      default: nil
      }
    }
    var sums = Factoring(try indexing.builder.build())
    try sums.run { (pass, instruction) throws(ProgramError) in
      guard case .reduce(.sum, let axes) = instruction.operation else { return nil }
      return try pass.sumOfProduct(instruction, axes: axes)
    }
    return try sums.builder.build()
  }
}

/// Builds a program anew, with some instructions replaced.
private struct Factoring {
  let program: Program
  var builder: ProgramBuilder
  /// For each value of the program, its new name.
  private var renamed: [ValueID] = []
  /// For each value of the program, how often it is used.
  private var uses: [Int]

  init(_ program: Program) {
    self.program = program
    builder = ProgramBuilder(name: program.name)
    uses = Array(repeating: 0, count: program.instructions.count)
    for instruction in program.instructions {
      for operand in instruction.operands { uses[operand.index] += 1 }
    }
    for output in program.outputs { uses[output.value.index] += 1 }
  }

  /// Builds all instructions; `replace` gives what takes the place of one, or nil.
  mutating func run(
    _ replace: (inout Factoring, Instruction) throws(ProgramError) -> ValueID?
  ) throws(ProgramError) {
    for instruction in program.instructions {
      if case .input(let number) = instruction.operation {
        let input = program.inputs[number]
        renamed.append(try builder.input(input.role, input.name, type: instruction.type))
      } else if let replaced = try replace(&self, instruction) {
        renamed.append(replaced)
      } else {
        let operands = instruction.operands.map { renamed[$0.index] }
        renamed.append(try builder.append(instruction.operation, operands: operands))
      }
    }
    for output in program.outputs { try builder.output(output.name, renamed[output.value.index]) }
  }

  /// Σ put(x) over the axis it is put along is x.
  mutating func sumOfPut(_ sum: Instruction) throws(ProgramError) -> ValueID? {
    guard case .reduce(_, let axes) = sum.operation else { return nil }
    let operand = builder.instructions[renamed[sum.operands[0].index].index]
    guard case .putAlongAxis = operand.operation, axes == [operand.type.shape.rank - 1] else {
      return nil
    }
    return operand.operands[0]
  }

  /// put(x) − x p is −x (p − put(1)), where x is stretched.
  mutating func putLessShare(_ difference: Instruction) throws(ProgramError) -> ValueID? {
    let operands = difference.operands.map { renamed[$0.index] }
    let (put, share) = (
      builder.instructions[operands[0].index], builder.instructions[operands[1].index]
    )
    guard case .putAlongAxis(let size) = put.operation, share.operation == .binary(.multiply)
    else { return nil }
    let (x, indices, shape) = (put.operands[0], put.operands[1], put.type.shape)
    let column = Shape(shape.dimensions.dropLast() + [1])
    func isStretched(_ value: ValueID) -> Bool {
      let instruction = builder.instructions[value.index]
      guard case .broadcast = instruction.operation else { return false }
      let source = builder.instructions[instruction.operands[0].index]
      return source.operation == .reshape(column.dimensions) && source.operands == [x]
    }
    guard let stretched = share.operands.firstIndex(where: isStretched) else { return nil }
    let one = try builder.filled(1, builder.shape(of: x))
    let target = try builder.append(.putAlongAxis(size: size), one, indices)
    let rest = try builder.subtract(share.operands[1 - stretched], target)
    let made = builder.instructions[x.index]
    let negative =
      made.operation == .unary(.negate) ? made.operands[0] : try builder.unary(.negate, x)
    let factor = try builder.append(
      .broadcast(shape.dimensions),
      builder.append(.reshape(column.dimensions), negative)
    )
    return try builder.multiply(factor, rest)
  }

  /// Σ x y over axes along which x is stretched is x Σ y; and Σ k y over a short axis of numbers k is
  /// k₀ y₀ + k₁ y₁ + ….
  mutating func sumOfProduct(
    _ sum: Instruction,
    axes: [Int]
  ) throws(ProgramError) -> ValueID? {
    let shape = program.type(of: sum.operands[0]).shape
    let all = factors(of: sum.operands[0])
    guard all.count > 1 else { return nil }
    let outside = all.map { unstretched($0, axes, shape) }
    let inside = zip(all, outside).filter { $1 == nil }.map(\.0)
    guard !inside.isEmpty else { return nil }
    var result: ValueID
    if let numbers = inside.indices.first(where: { coefficients(inside[$0], axes, shape) != nil }),
      let k = coefficients(inside[numbers], axes, shape), inside.count > 1
    {
      var rest = inside
      rest.remove(at: numbers)
      result = try combination(k, product(rest.map { renamed[$0.index] }), shape)
    } else if inside.count < all.count {
      result = try builder.append(sum.operation, product(inside.map { renamed[$0.index] }))
    } else {
      return nil
    }
    for source in outside.compactMap({ $0 }) {
      // Without the axes that are summed over.
      let from = program.type(of: source).shape
      let missing = shape.rank - from.rank
      let kept = from.dimensions.enumerated().filter { !axes.contains($0.0 + missing) }.map(\.1)
      let factor = try builder.append(
        .broadcast(sum.type.shape.dimensions),
        builder.append(.reshape(kept), renamed[source.index])
      )
      result = try builder.multiply(factor, result)
    }
    return result
  }

  /// The factors of a value that is multiplied and used for nothing else.
  private func factors(of value: ValueID) -> [ValueID] {
    let instruction = program.instructions[value.index]
    guard instruction.operation == .binary(.multiply), uses[value.index] == 1,
      instruction.operands[0] != instruction.operands[1]
    else { return [value] }
    return instruction.operands.flatMap { factors(of: $0) }
  }

  /// What a value is stretched from, when it is along all axes.
  private func unstretched(_ value: ValueID, _ axes: [Int], _ shape: Shape) -> ValueID? {
    let instruction = program.instructions[value.index]
    guard case .broadcast = instruction.operation else { return nil }
    let source = instruction.operands[0]
    let from = program.type(of: source).shape
    let missing = shape.rank - from.rank
    let isStretched = axes.allSatisfy { $0 < missing || from[$0 - missing] == 1 }
    return isStretched ? source : nil
  }

  /// The numbers along a short last axis, when that is summed over and a value is a literal that varies along
  /// it alone.
  private func coefficients(_ value: ValueID, _ axes: [Int], _ shape: Shape) -> [Double]? {
    let instruction = program.instructions[value.index]
    guard case .broadcast = instruction.operation, axes == [shape.rank - 1],
      let length = shape.dimensions.last, length <= 4,
      case .constant(let literal) = program.instructions[instruction.operands[0].index].operation,
      literal.reals.count == length, literal.type.shape.dimensions.last == length
    else { return nil }
    return literal.reals
  }

  private mutating func product(_ values: [ValueID]) throws(ProgramError) -> ValueID {
    var result = values[0]
    for value in values.dropFirst() { result = try builder.multiply(result, value) }
    return result
  }

  /// k₀ y₀ + k₁ y₁ + … along the last axis, which disappears.
  private mutating func combination(
    _ k: [Double],
    _ y: ValueID,
    _ shape: Shape
  ) throws(ProgramError) -> ValueID {
    let kept = Array(shape.dimensions.dropLast())
    var result: ValueID?
    for (index, number) in k.enumerated() {
      let part = try builder.append(
        .slice(start: kept.map { _ in 0 } + [index], limit: kept + [index + 1]),
        y
      )
      let term = try builder.scale(builder.append(.reshape(kept), part), number)
      if let before = result {
        result = try builder.add(before, term)
      } else {
        result = term
      }
    }
    return result ?? y
  }
}
