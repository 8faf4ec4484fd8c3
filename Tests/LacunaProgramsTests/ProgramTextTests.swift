import LacunaPrograms
import LacunaTestSupport
import Testing

/// The text form: written, read back, refused.
struct ProgramTextTests {
  @Test func `a program is written one instruction a line`() throws {
    var builder = ProgramBuilder(name: "step")
    let w = try builder.input(.state, "w", type: .real([3, 2]))
    let rows = try builder.append(.constant(Literal(integers: [2, 0], shape: [2])))
    let picked = try builder.append(.gather, builder.append(.power(-0.5), w), rows)
    try builder.output("w", builder.append(.slice(start: [0, 1], limit: [2, 2]), picked))
    #expect(
      try builder.build().text == """
        program "step"
        %0 = input state "w" : real[3, 2]
        %1 = constant {2, 0} : integer[2]
        %2 = power %0 <-0.5> : real[3, 2]
        %3 = gather %2 %1 : real[2, 2]
        %4 = slice %3 [0, 1, 2, 2] : real[2, 1]
        output "w" = %4

        """
    )
  }

  @Test(arguments: try OperationCases.all() + OperationCases.gradients())
  func `every case reads back as itself`(operationCase: OperationCase) throws {
    let program = operationCase.program
    let again = try Program(text: program.text)
    #expect(again == program)
    #expect(again.digest == program.digest)
  }

  @Test(arguments: [
    "", "plain", "quote\" and \\ backslash", "two\nlines\r\n", "tab\t\u{0}\u{7F}", "ünïcödé 名前 🙂",
    "\u{301}leading mark", "trailing joiner\u{200D}", "e\u{301}", "\u{600}", "%0 = exp %0 : real[]",
  ])
  func `any name reads back as itself`(name: String) throws {
    var builder = ProgramBuilder(name: name)
    try builder.output(name, builder.input(.batch, name, type: .real([1])))
    let program = try builder.build()
    let again = try Program(text: program.text)
    #expect(again == program)
    #expect(Array(again.outputs[0].name.unicodeScalars) == Array(name.unicodeScalars))
    #expect(program.text.split(separator: "\n").count == 3)
  }

  @Test(arguments: [
    0, -0.0, 0.1, -1e-300, Double.leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity,
    -.infinity, 1 / 3,
  ])
  func `numbers read back to the same bits`(value: Double) throws {
    var builder = ProgramBuilder(name: "number")
    try builder.output("y", builder.append(.constant(Literal(reals: [value], shape: [1]))))
    let again = try Program(text: builder.build().text)
    guard case .constant(let literal) = again.instructions[0].operation else {
      Issue.record("not a constant")
      return
    }
    #expect(literal.reals[0].bitPattern == value.bitPattern)
  }

  @Test func `blank lines and spaces do not matter`() throws {
    let text = """

      program   "p"
      %0=input state "x":real[ 2]

        %1 = exp %0 :  real[2]
      output "y"=%1
      """
    #expect(try Program(text: text).instructions.count == 2)
  }

  @Test(arguments: [
    ("", 1, "nothing", "program \"name\""),
    ("programme \"p\"", 1, "me \"p\"", "a string in quotation marks"),
    ("program \"p", 1, "end of line", "a closing quotation mark"),
    ("program \"p\" x", 1, "x", "the end of the line"),
    ("program \"\\u{110000}\"", 1, "{110000}\"", "\\u{…} with a code point"),
    ("program \"\\u{41)\"", 1, "{41)\"", "\\u{…} with a code point"),
    (head + "exp %0", 3, "exp %0", "a value such as %0"),
    (head + "%2 = exp %0 : real[2]", 3, "= exp %0 : real[2]", "%1, the next value"),
    (head + "%1 exp %0 : real[2]", 3, "exp %0 : real[2]", "'='"),
    (head + "\n%x = exp %0 : real[2]", 4, "x = exp %0 : real[2]", "the number of a value"),
    (head + "%1 = exp %0", 3, "end of line", "':'"),
    (head + "%1 = exp %0 : real[2", 3, "2", "a closing ']'"),
    (head + "%1 = exp %0 : complex[2]", 3, "[2]", "real or integer, not 'complex'"),
    (head + "%1 = exp %0 : real[2.5]", 3, "end of line", "an integer, not '2.5'"),
    (head + "%1 = power %0 <two> : real[2]", 3, ": real[2]", "a number, not 'two'"),
    (head + "%1 = input states \"y\" : real[2]", 3, "\"y\" : real[2]", roles),
    (head + "%1 = exp %0 : real[2] junk", 3, "junk", "the end of the line"),
    (head + "output y = %0", 3, "y = %0", "a string in quotation marks"),
    (head + "output \"y\" = 0", 3, "0", "a value such as %0"),
    (head + "%1 = ! %0 : real[2]", 3, "! %0 : real[2]", "a name"),
  ])
  func `a malformed line is named with what was found and expected`(
    text: String,
    line: Int,
    found: String,
    expected: String
  ) {
    #expect(
      thrownMessage { _ = try Program(text: text) }
        == "program text, line \(line): found '\(found)', expected \(expected)"
    )
  }

  @Test func `rules of programs hold for text too`() {
    #expect(
      thrownMessage { _ = try Program(text: Self.head + "%1 = exq %0 : real[2]") }
        == "unknown operation 'exq'"
    )
    #expect(
      thrownMessage { _ = try Program(text: Self.head + "%1 = exp %0 : real[3]") }
        == "instruction %1 is recorded as real[3], but its operands make it real[2]"
    )
    #expect(
      thrownMessage { _ = try Program(text: Self.head + "%1 = exp %1 : real[2]") }
        == "instruction %1 uses %1, which is not defined before it"
    )
    #expect(
      thrownMessage { _ = try Program(text: Self.head + "%1 = constant {1, 2} : real[3]") }
        == "constant: operands are , expected as many elements as the shape has"
    )
    let extents = "4611686018427387904, 4"
    #expect(
      thrownMessage { _ = try Program(text: Self.head + "%1 = constant {} : real[\(extents)]") }
        == "constant: operands are , expected as many elements as the shape has"
    )
  }

  private static let head = "program \"p\"\n%0 = input state \"x\" : real[2]\n"
  private static let roles =
    "a role (state, batch, weights, scalar, parameter, example, base), not 'states'"
}
