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
    var absorbed = program.instructions.indices.map { index in
      uses[index] == 1 && adder[index] && factor(of: ValueID(index)) != nil
    }
    // One scalar an addition.
    for instruction in program.instructions where instruction.operands.count == 2 {
      let scalars = instruction.operands.filter {
        absorbed[$0.index] && factor(of: $0)?.scalar != nil
      }
      if scalars.count == 2 { absorbed[scalars[0].index] = false }
    }
    return absorbed
  }

  /// The factors and the value when an instruction is a negation, or a product with a number or with a
  /// scalar that all lanes share.
  func factor(of value: ValueID) -> Factor? {
    let instruction = program.instructions[value.index]
    switch instruction.operation {
    case .unary(.negate):
      return Factor(number: -1, scalar: nil, value: instruction.operands[0])
    case .binary(.multiply):
      let (x, y) = (instruction.operands[0], instruction.operands[1])
      for (scale, rest) in [(y, x), (x, y)] {
        if let number = splat(scale) { return Factor(number: number, scalar: nil, value: rest) }
        if isSharedScalar(scale) { return Factor(number: 1, scalar: scale, value: rest) }
      }
      return nil
    default:
      return nil
    }
  }

  /// A multiple of a value: number × scalar × value.
  struct Factor {
    var number: Double
    var scalar: ValueID?
    var value: ValueID
  }

  /// Whether a value is one number, the same in all elements and lanes.
  private func isSharedScalar(_ value: ValueID) -> Bool {
    let instruction = program.instructions[value.index]
    guard instruction.type.element == .real, !varying[value.index] else { return false }
    if case .broadcast = instruction.operation { return isSharedScalar(instruction.operands[0]) }
    return instruction.type.shape.rank == 0
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
