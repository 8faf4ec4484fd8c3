/// Reading the text form.
extension Program {
  /// The program that a text describes, verified.
  ///
  /// - Throws: ``ProgramError/malformedText(line:found:expected:)`` with the line, or the rule that the
  ///   program breaks.
  public init(text: String) throws(ProgramError) {
    var name: String?
    var inputs: [Input] = []
    var instructions: [Instruction] = []
    var outputs: [Output] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      var scanner = TextScanner(line: number + 1, text: line)
      if scanner.isAtEnd { continue }
      if name == nil {
        try scanner.expect("program")
        name = try scanner.string()
      } else if scanner.skip("output") {
        let output = try scanner.string()
        try scanner.expect("=")
        outputs.append(Output(name: output, value: try scanner.value()))
      } else {
        let value = try scanner.value()
        guard value.index == instructions.count else {
          throw scanner.failure("%\(instructions.count), the next value")
        }
        try scanner.expect("=")
        instructions.append(try Self.instruction(&scanner, value, &inputs))
      }
      guard scanner.isAtEnd else { throw scanner.failure("the end of the line") }
    }
    guard let name else {
      throw .malformedText(line: 1, found: "nothing", expected: "program \"name\"")
    }
    try self.init(name: name, inputs: inputs, instructions: instructions, outputs: outputs)
  }

  private static func instruction(
    _ scanner: inout TextScanner,
    _ value: ValueID,
    _ inputs: inout [Input]
  ) throws(ProgramError) -> Instruction {
    let word = try scanner.word()
    switch word {
    case "input":
      let roleName = try scanner.word()
      guard let role = InputRole(rawValue: roleName) else {
        let roles = InputRole.allCases.map(\.rawValue).joined(separator: ", ")
        throw scanner.failure("a role (\(roles)), not '\(roleName)'")
      }
      let name = try scanner.string()
      inputs.append(Input(role: role, name: name, value: value))
      return Instruction(
        operation: .input(inputs.count - 1),
        operands: [],
        type: try scanner.typeAnnotation()
      )
    case "constant":
      let elements = try scanner.list("{", "}")
      let type = try scanner.typeAnnotation()
      return Instruction(
        operation: .constant(try scanner.literal(elements, type)),
        operands: [],
        type: type
      )
    default:
      var operands: [ValueID] = []
      while scanner.next == "%" { operands.append(try scanner.value()) }
      var integers: [Int] = []
      if scanner.next == "[" {
        for element in try scanner.list("[", "]") { integers.append(try scanner.integer(element)) }
      }
      var reals: [Double] = []
      if scanner.next == "<" {
        for element in try scanner.list("<", ">") { reals.append(try scanner.real(element)) }
      }
      let operation = try Operation(name: word, integers: integers, reals: reals)
      return Instruction(
        operation: operation,
        operands: operands,
        type: try scanner.typeAnnotation()
      )
    }
  }
}
