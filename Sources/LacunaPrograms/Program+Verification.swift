/// The rules every program keeps, checked after each pass and on everything that comes from outside.
extension Program {
  /// Checks that operands are made before they are used, that recorded types follow from the
  /// operands, that inputs and `input` instructions match, in one order, and that names are unique.
  ///
  /// - Throws: ``ProgramError`` for the first rule that is broken.
  public func verify() throws(ProgramError) {
    for (index, instruction) in instructions.enumerated() {
      for operand in instruction.operands {
        guard 0..<index ~= operand.index else {
          throw .undefinedValue(instruction: index, operand: operand.index)
        }
      }
      try verifyType(of: instruction, at: index)
    }
    try verifyNames(inputs.map { "\($0.role.rawValue) \($0.name)" }, kind: "input")
    try verifyNames(outputs.map(\.name), kind: "output")
    for (number, input) in inputs.enumerated() {
      let isItsInstruction =
        instructions.indices ~= input.value.index
        && instructions[input.value.index].operation == .input(number)
      guard isItsInstruction, number == 0 || inputs[number - 1].value < input.value else {
        throw .undefinedValue(instruction: instructions.count, operand: input.value.index)
      }
    }
    for value in outputs.map(\.value) {
      guard instructions.indices ~= value.index else {
        throw .undefinedValue(instruction: instructions.count, operand: value.index)
      }
    }
  }

  private func verifyType(of instruction: Instruction, at index: Int) throws(ProgramError) {
    if case .input(let number) = instruction.operation {
      guard inputs.indices ~= number, inputs[number].value.index == index else {
        throw .undefinedValue(instruction: index, operand: index)
      }
      guard instruction.operands.isEmpty else {
        throw .operandCount(operation: "input", found: instruction.operands.count, expected: 0)
      }
      guard instruction.type.shape.isValid else {
        throw .operandTypes(
          operation: "input",
          found: [instruction.type],
          expected: "positive extents"
        )
      }
      return
    }
    let operands = instruction.operands.map { instructions[$0.index].type }
    let expected = try instruction.operation.resultType(of: operands)
    guard expected == instruction.type else {
      throw .wrongType(instruction: index, found: instruction.type, expected: expected)
    }
    guard !indicesAreOutOfRange(instruction) else {
      throw .operandTypes(
        operation: instruction.operation.name,
        found: operands,
        expected: "constant indices within the axis"
      )
    }
  }

  /// Whether an indexing instruction has literal indices that lie outside the axis.
  ///
  /// Every element of a literal counts, also one that a slice leaves out on the way. Indices that are
  /// inputs are checked when they are fed.
  private func indicesAreOutOfRange(_ instruction: Instruction) -> Bool {
    guard let extent = instruction.indexedExtent(in: self) else { return false }
    return sources(of: instruction.operands[1]).contains { source in
      guard case .constant(let literal) = instructions[source.index].operation else { return false }
      return !literal.integers.allSatisfy { 0..<Int64(extent) ~= $0 }
    }
  }

  /// The inputs and literals that a value is made of, each once.
  ///
  /// For integers, which nothing but movement changes, these hold all elements that the value can have.
  public func sources(of value: ValueID) -> [ValueID] {
    var (seen, found): (Set<ValueID>, [ValueID]) = ([value], [])
    var waiting = [value]
    while let next = waiting.popLast() {
      let operands = instructions[next.index].operands
      if operands.isEmpty { found.append(next) }
      waiting += operands.filter { seen.insert($0).inserted }
    }
    return found
  }

  private func verifyNames(_ names: [String], kind: String) throws(ProgramError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw .duplicateName(kind: kind, name: name)
    }
  }
}

extension Instruction {
  /// The extent of the axis that the second operand's indices run over, for an indexing operation.
  public func indexedExtent(in program: Program) -> Int? {
    let shape = operands.first.map { program.type(of: $0).shape }
    switch operation {
    case .gather: return shape?.dimensions.first
    case .takeAlongAxis: return shape?.dimensions.last
    case .scatterAdd(let rows): return rows
    case .putAlongAxis(let size): return size
    default: return nil
    }
  }
}
