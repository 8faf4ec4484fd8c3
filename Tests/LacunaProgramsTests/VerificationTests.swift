import LacunaPrograms
import Testing

/// The rules of programs: each broken once.
struct VerificationTests {
  @Test func `a sound program passes`() throws {
    try sample().verify()
  }

  @Test func `values must be made before they are used`() throws {
    var program = try sample()
    program.instructions[2].operands[0] = ValueID(3)
    #expect(message(program) == "instruction %2 uses %3, which is not defined before it")
    program.instructions[2].operands[0] = ValueID(-1)
    #expect(message(program) == "instruction %2 uses %-1, which is not defined before it")
  }

  @Test func `recorded types must follow from the operands`() throws {
    var program = try sample()
    program.instructions[2].type = .real([3])
    #expect(
      message(program)
        == "instruction %2 is recorded as real[3], but its operands make it real[2]"
    )
  }

  @Test func `operations are checked with their operands`() throws {
    var program = try sample()
    program.instructions[2].operands = [ValueID(0)]
    #expect(message(program) == "mul: 1 operands, expected 2")
  }

  @Test func `names of inputs and outputs must be unique`() throws {
    var program = try sample()
    program.inputs[1].name = "x"
    #expect(message(program) == "two inputs are named 'state x'; names must be unique")
    program = try sample()
    program.outputs.append(program.outputs[0])
    #expect(message(program) == "two outputs are named 'y'; names must be unique")
  }

  @Test func `inputs of two roles may share a name`() throws {
    var program = try sample()
    program.inputs[1].name = "x"
    program.inputs[1].role = .base
    try program.verify()
  }

  @Test func `inputs and input instructions must match`() throws {
    var program = try sample()
    program.inputs[1].value = ValueID(2)
    #expect(message(program).hasPrefix("instruction %1 uses %1"))
    program = try sample()
    program.inputs.append(program.inputs[0])
    program.inputs[2].name = "z"
    #expect(message(program) == "instruction %4 uses %0, which is not defined before it")
    program = try sample()
    program.inputs.append(program.inputs[0])
    program.inputs[2].name = "z"
    program.inputs[2].value = ValueID(2)
    #expect(message(program) == "instruction %4 uses %2, which is not defined before it")
    program = try sample()
    program.inputs.swapAt(0, 1)
    program.instructions[0].operation = .input(1)
    program.instructions[1].operation = .input(0)
    #expect(message(program) == "instruction %4 uses %0, which is not defined before it")
    program = try sample()
    program.instructions[1].operands = [ValueID(0)]
    #expect(message(program) == "input: 1 operands, expected 0")
    program = try sample()
    program.instructions[0].type = .real([-2])
    #expect(message(program) == "input: operands are real[-2], expected positive extents")
  }

  @Test func `outputs must be values`() throws {
    var program = try sample()
    program.outputs[0].value = ValueID(9)
    #expect(message(program) == "instruction %4 uses %9, which is not defined before it")
  }

  @Test func `literal indices must lie within their axis`() throws {
    var builder = ProgramBuilder(name: "gather")
    let table = try builder.input(.state, "table", type: .real([3]))
    let rows = try builder.append(.constant(Literal(integers: [0, 3], shape: [2])))
    try builder.output("y", builder.append(.gather, table, rows))
    #expect(
      thrownMessage { _ = try builder.build() }
        == "gather: operands are real[3], integer[2], expected constant indices within the axis"
    )
  }

  @Test func `literal indices must lie within their axis however they get there`() throws {
    let outside = Literal(integers: [0, 3, 1, 2], shape: [4])
    typealias Path = (inout ProgramBuilder, ValueID) throws -> ValueID
    let paths: [(Shape, Path)] = [
      ([2, 2], { try $0.append(.reshape([2, 2]), $1) }),
      ([1, 4], { try $0.append(.transpose([1, 0]), $0.append(.reshape([4, 1]), $1)) }),
      ([5, 4], { try $0.append(.broadcast([5, 4]), $1) }),
      // Also where what is outside is cut off: whole literals are held to the axis.
      ([1], { try $0.append(.slice(start: [0], limit: [1]), $1) }),
      (
        [8],
        { b, x in
          let inside = try b.append(.constant(Literal(integers: [0, 1, 2, 0], shape: [4])))
          return try b.append(.concatenate(axis: 0), inside, x)
        }
      ),
      (
        [6],
        { b, x in
          let rows = try b.input(.batch, "rows", type: .integer([2]))
          return try b.append(.concatenate(axis: 0), rows, x)
        }
      ),
    ]
    for (shape, path) in paths {
      func program(_ rows: Int) throws -> Program {
        var builder = ProgramBuilder(name: "gather")
        let table = try builder.input(.state, "table", type: .real([rows]))
        let moved = try path(&builder, builder.append(.constant(outside)))
        try builder.output("y", builder.append(.gather, table, moved))
        return try builder.build()
      }
      #expect(
        thrownMessage { _ = try program(3) }
          == "gather: operands are real[3], integer\(shape), expected constant indices within the axis"
      )
      _ = try program(4)
    }
  }

  @Test func `literal indices of every indexing operation are held to its axis`() throws {
    let operations: [(Operation, Shape)] = [
      (.gather, [3, 2]), (.takeAlongAxis, [2, 3]), (.scatterAdd(rows: 3), [2]),
      (.putAlongAxis(size: 3), [2]),
    ]
    for (operation, shape) in operations {
      for (indices, isRight) in [([0, 2], true), ([0, 3], false), ([-1, 0], false)] {
        var builder = ProgramBuilder(name: "indices")
        let x = try builder.input(.state, "x", type: .real(shape))
        let literal = Literal(integers: indices.map(Int64.init), shape: [1, 2])
        let flat = try builder.append(.reshape([2]), builder.append(.constant(literal)))
        try builder.output("y", builder.append(operation, x, flat))
        let message = thrownMessage { _ = try builder.build() }
        #expect(message.hasSuffix("expected constant indices within the axis") != isRight)
      }
    }
  }

  @Test func `sources are found once, however often they are used`() throws {
    var builder = ProgramBuilder(name: "doubling")
    let table = try builder.input(.state, "table", type: .real([3]))
    let first = try builder.input(.batch, "first", type: .integer([1]))
    var rows = try builder.append(
      .concatenate(axis: 0),
      first,
      builder.append(.constant(Literal(integers: [2], shape: [1])))
    )
    // Two to the power of thirty paths.
    for _ in 0..<30 { rows = try builder.append(.concatenate(axis: 0), rows, rows) }
    let cut = try builder.append(.slice(start: [0], limit: [2]), rows)
    try builder.output("y", builder.append(.gather, table, cut))
    let program = try builder.build()
    #expect(program.sources(of: cut).sorted() == [first, ValueID(2)])
  }

  @Test func `the builder refuses what the verifier would`() throws {
    var builder = ProgramBuilder(name: "refusals")
    let x = try builder.input(.state, "x", type: .real([2]))
    #expect(
      thrownMessage { _ = try builder.append(.unary(.exp), ValueID(7)) }
        == "instruction %1 uses %7, which is not defined before it"
    )
    #expect(
      thrownMessage { _ = try builder.input(.state, "x", type: .real([3])) }
        == "instruction %0 is recorded as real[3], but its operands make it real[2]"
    )
    #expect(
      thrownMessage { _ = try builder.input(.state, "z", type: .real([0])) }
        == "input: operands are real[0], expected positive extents"
    )
    try builder.output("y", x)
    #expect(
      thrownMessage { try builder.output("y", x) }
        == "two outputs are named 'y'; names must be unique"
    )
    #expect(
      thrownMessage { _ = try builder.add(x, builder.input(.state, "w", type: .real([3]))) }
        == "add: operands are real[2], real[3], expected shapes that stretch to a common one"
    )
    #expect(
      thrownMessage { _ = try builder.gradient(of: x, withRespectTo: [x]) }
        == "gradient(of:) needs a real scalar, found real[2]; sum or average it first"
    )
  }

  /// The program y = −(x · w).
  private func sample() throws -> Program {
    var builder = ProgramBuilder(name: "sample")
    let x = try builder.input(.state, "x", type: .real([2]))
    let w = try builder.input(.state, "w", type: .real([2]))
    try builder.output("y", builder.unary(.negate, builder.multiply(x, w)))
    return try builder.build()
  }

  private func message(_ program: Program) -> String {
    thrownMessage { try program.verify() }
  }
}
