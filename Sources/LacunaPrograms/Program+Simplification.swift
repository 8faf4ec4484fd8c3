/// Passes that make a program smaller without changing what it computes.
extension Program {
  /// The program without the instructions that no output depends on.
  ///
  /// Inputs stay.
  public func withoutDeadCode() throws(ProgramError) -> Program {
    var live = [Bool](repeating: false, count: instructions.count)
    for value in inputs.map(\.value) + outputs.map(\.value) { live[value.index] = true }
    for index in instructions.indices.reversed() where live[index] {
      for operand in instructions[index].operands { live[operand.index] = true }
    }
    var renamed: [Int: ValueID] = [:]
    var kept: [Instruction] = []
    for (index, instruction) in instructions.enumerated() where live[index] {
      renamed[index] = ValueID(kept.count)
      var instruction = instruction
      instruction.operands = instruction.operands.compactMap { renamed[$0.index] }
      kept.append(instruction)
    }
    func rename(_ value: ValueID) -> ValueID { renamed[value.index] ?? value }
    return try Program(
      name: name,
      inputs: inputs.map { Input(role: $0.role, name: $0.name, value: rename($0.value)) },
      instructions: kept,
      outputs: outputs.map { Output(name: $0.name, value: rename($0.value)) }
    )
  }

  /// The program with equal operations on equal operands made once, and what is not needed dropped.
  public func simplified() throws(ProgramError) -> Program {
    var builder = ProgramBuilder(name: name)
    let renamed = try builder.append(self) { $0 }
    for output in outputs { try builder.output(output.name, renamed[output.value.index]) }
    return try builder.build()
  }
}
