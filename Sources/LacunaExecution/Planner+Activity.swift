import LacunaPrograms

/// Which values differ between lanes, and which are folded into the addition that uses them.
extension Planner {
  mutating func findActivity(varyingRoles: Set<InputRole>) {
    varying = []
    for instruction in program.instructions {
      varying.append(isVarying(instruction, varyingRoles))
    }
    isAbsorbed = findAbsorbed()
  }

  private func isVarying(_ instruction: Instruction, _ roles: Set<InputRole>) -> Bool {
    let operands = instruction.operands.map { varying[$0.index] }
    switch instruction.operation {
    case .input(let number):
      return instruction.type.element == .real && roles.contains(program.inputs[number].role)
    case .binary(.greater):
      // By the primal, which all lanes of a jet share.
      return ring == .lanes && operands.contains(true)
    case .select:
      return (ring == .lanes && operands[0]) || operands[1] || operands[2]
    default:
      return operands.contains(true)
    }
  }

  /// Products with a number, used once and by an addition or subtraction: α a + β b is one kernel.
  private func findAbsorbed() -> [Bool] {
    var uses = [Int](repeating: 0, count: program.instructions.count)
    var adder = [Bool](repeating: false, count: program.instructions.count)
    for instruction in program.instructions {
      for operand in instruction.operands {
        uses[operand.index] += 1
        adder[operand.index] =
          instruction.operation == .binary(.add) || instruction.operation == .binary(.subtract)
      }
    }
    for output in program.outputs { uses[output.value.index] += 1 }
    return program.instructions.indices.map { index in
      uses[index] == 1 && adder[index] && factor(of: ValueID(index)) != nil
    }
  }

  /// The number and the value when an instruction is a product with a number, or a negation.
  func factor(of value: ValueID) -> (Double, ValueID)? {
    let instruction = program.instructions[value.index]
    switch instruction.operation {
    case .unary(.negate):
      return (-1, instruction.operands[0])
    case .binary(.multiply):
      if let number = splat(instruction.operands[1]) { return (number, instruction.operands[0]) }
      if let number = splat(instruction.operands[0]) { return (number, instruction.operands[1]) }
      return nil
    default:
      return nil
    }
  }

  /// The one number that all elements of a value are, when the program says so.
  func splat(_ value: ValueID) -> Double? {
    let instruction = program.instructions[value.index]
    return switch instruction.operation {
    case .constant(let literal): literal.splat
    case .broadcast, .reshape, .transpose: splat(instruction.operands[0])
    default: nil
    }
  }
}
