import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Common subexpressions, identities and dead code.
struct SimplificationTests {
  @Test func `equal operations on equal operands are made once`() throws {
    var builder = ProgramBuilder(name: "twice")
    let x = try builder.input(.state, "x", type: .real([2]))
    let first = try builder.unary(.exp, x)
    let second = try builder.unary(.exp, x)
    #expect(first == second)
    #expect(try builder.multiply(first, x) == builder.multiply(second, x))
    #expect(try builder.number(0.5) == builder.number(0.5))
    #expect(try builder.multiply(first, x) != builder.multiply(x, first))
    #expect(builder.instructions.count == 5)
  }

  @Test func `operations that change nothing return their operand`() throws {
    var builder = ProgramBuilder(name: "nothing")
    let x = try builder.input(.state, "x", type: .real([2, 3]))
    let (zero, one) = (try builder.filled(0, [2, 3]), try builder.filled(1, [2, 3]))
    let count = builder.instructions.count
    let same = try [
      builder.append(.reshape([2, 3]), x), builder.append(.broadcast([2, 3]), x),
      builder.append(.transpose([0, 1]), x),
      builder.append(.slice(start: [0, 0], limit: [2, 3]), x),
      builder.append(.pad(low: [0, 0], high: [0, 0]), x), builder.append(.concatenate(axis: 0), x),
      builder.append(.binary(.add), x, zero), builder.append(.binary(.add), zero, x),
      builder.append(.binary(.subtract), x, zero), builder.append(.binary(.multiply), x, one),
      builder.append(.binary(.multiply), one, x), builder.append(.binary(.divide), x, one),
      builder.scale(x, 1), builder.sum(x, axes: []),
    ]
    #expect(same.allSatisfy { $0 == x })
    #expect(builder.instructions.count == count)
    #expect(try builder.append(.binary(.subtract), zero, x) != x)
    #expect(try builder.append(.binary(.divide), one, x) != x)
  }

  @Test func `what no output needs is dropped, but inputs stay`() throws {
    var builder = ProgramBuilder(name: "dead")
    let x = try builder.input(.state, "x", type: .real([2]))
    _ = try builder.input(.batch, "unused", type: .real([4]))
    _ = try builder.unary(.sin, builder.unary(.cos, x))
    try builder.output("y", builder.unary(.exp, x))
    let program = try builder.build()
    #expect(builder.instructions.count == 5)
    #expect(program.instructions.map(\.operation.name) == ["input", "input", "exp"])
    #expect(program.inputs.map(\.name) == ["x", "unused"])
    #expect(program.outputs[0].value == ValueID(2))
  }

  @Test func `repetition that came from outside is removed`() throws {
    let text = """
      program "p"
      %0 = input state "x" : real[2]
      %1 = exp %0 : real[2]
      %2 = exp %0 : real[2]
      %3 = mul %1 %2 : real[2]
      %4 = mul %2 %1 : real[2]
      %5 = add %3 %4 : real[2]
      %6 = sin %5 : real[2]
      output "y" = %5
      """
    let program = try Program(text: text)
    #expect(try program.withoutDeadCode().instructions.count == 6)
    #expect(try program.simplified().instructions.count == 4)
  }

  @Test(arguments: try OperationCases.all() + OperationCases.gradients())
  func `simplification does not change what is computed`(operationCase: OperationCase) throws {
    let program = operationCase.program
    let simplified = try program.simplified()
    #expect(simplified.instructions.count <= program.instructions.count)
    #expect(try simplified.simplified() == simplified)
    #expect(try program.withoutDeadCode() == program)
    let inputs = operationCase.jetInputs(degree: 2)
    let expected = try ReferenceEvaluator.evaluate(program, inputs: inputs)
    let found = try ReferenceEvaluator.evaluate(simplified, inputs: inputs)
    #expect(found.mapValues(\.numbers) == expected.mapValues(\.numbers))
  }
}
