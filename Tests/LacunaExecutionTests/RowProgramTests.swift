import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// Programs cut into panels of rows.
struct RowProgramTests {
  private static let rows = [2, 3, 5, 7, 12, 13]

  @Test func `programs in panels give what whole ones give`() throws {
    for seed in 0..<UInt64(Stress.count(40, all: 1000)) {
      let rows = Self.rows[Int(seed) % Self.rows.count]
      let problem = try RandomRows.problem(seed: seed, rows: rows)
      let analysis = try #require(RowAnalysis(problem.program), "seed \(seed)")
      #expect(analysis.rows == rows)
      let inputs = ReferenceState<ReferenceJet>(problem) { random in
        ReferenceJet(
          primal: random.uniform(in: -1...1),
          tangents: (0..<2).map { _ in
            ReferenceComplex(random.uniform(in: -0.3...0.3), random.uniform(in: -0.3...0.3))
          }
        )
      }.inputs(0)
      let expected = try ReferenceEvaluator.evaluate(problem.program, inputs: inputs)
      for panels in [1, 2, 3, rows] {
        let cut = try RowProgram(problem.program, analysis, panels: panels)
        #expect(cut.panels.count == min(panels, rows))
        #expect(cut.program.inputs.map(\.name) == problem.program.inputs.map(\.name))
        let found = try ReferenceEvaluator.evaluate(cut.program, inputs: inputs)
        #expect(found.count == expected.count)
        for (name, tensor) in expected {
          for (element, number) in tensor.numbers.enumerated() {
            let other = try #require(found[name]?.numbers[element])
            for power in 0...2 {
              // Sums of less than a hundred numbers near one, added up in another order.
              let difference = (other[power] - number[power]).magnitude
              #expect(difference <= 1e-13 * (1 + number[power].magnitude), "\(seed) \(name)")
            }
          }
        }
      }
    }
  }

  @Test func `every panel has as many rows, or one more`() throws {
    for (rows, panels) in [(7, 3), (12, 5), (13, 13), (5, 2), (12, 4)] {
      let program = try RandomRows.problem(seed: 3, rows: rows).program
      let cut = try RowProgram(program, #require(RowAnalysis(program)), panels: panels)
      let x = try #require(cut.program.input(.batch, "x")).value
      let slices = cut.program.instructions.filter { $0.operands == [x] }
      let lengths = slices.map { $0.type.shape[0] }
      #expect(lengths.count == panels)
      #expect(lengths.reduce(0, +) == rows)
      #expect(lengths.allSatisfy { $0 == rows / panels || $0 == rows / panels + 1 })
    }
  }

  /// A step on x [6, 4] that a closure makes of w [6, 4], v [4, 4] and the examples.
  private func analysis(
    _ body: (inout ProgramBuilder, _ x: ValueID, _ w: ValueID, _ v: ValueID) throws -> ValueID
  ) throws -> RowAnalysis? {
    var builder = ProgramBuilder(name: "step")
    let x = try builder.input(.batch, "x", type: .real([6, 4]))
    let w = try builder.input(.state, "w", type: .real([6, 4]))
    let v = try builder.input(.state, "v", type: .real([4, 4]))
    try builder.output("y", body(&builder, x, w, v))
    return RowAnalysis(try builder.build())
  }

  @Test func `rows that meet otherwise than in sums are not cut`() throws {
    let whole: [(String, (inout ProgramBuilder, ValueID, ValueID, ValueID) throws -> ValueID)] = [
      ("an output has rows", { b, x, _, v in try b.append(.matmul, x, v) }),
      (
        "softmax over the examples",
        { b, x, _, _ in try b.sum(b.append(.softmax, b.transposed(x)), axes: [1]) }
      ),
      ("the largest of them", { b, x, _, _ in try b.append(.reduce(.maximum, axes: [0]), x) }),
      (
        "some of them",
        { b, x, _, _ in
          try b.sum(b.append(.slice(start: [1, 0], limit: [6, 4]), x), axes: [0])
        }
      ),
      (
        "examples by examples",
        { b, x, _, _ in try b.sum(b.append(.matmul, x, b.transposed(x)), axes: [0, 1]) }
      ),
      (
        "their mean taken from each",
        { b, x, _, _ in
          let mean = try b.scale(b.sum(x, axes: [0]), 1.0 / 6)
          return try b.sum(b.unary(.square, b.subtract(x, mean)), axes: [0])
        }
      ),
      (
        "a reshape that mixes them",
        { b, x, _, _ in try b.sum(b.append(.reshape([4, 6]), x), axes: [0]) }
      ),
      (
        "a table of them",
        { b, x, _, _ in
          let index = try b.append(.constant(Literal(integers: [0, 1], shape: [2])))
          return try b.append(.gather, x, index)
        }
      ),
      (
        "one after the other",
        { b, x, w, _ in try b.sum(b.append(.concatenate(axis: 0), x, w), axes: [0]) }
      ),
      ("no rows at all", { b, _, w, _ in try b.sum(w, axes: [0]) }),
    ]
    for (name, body) in whole { #expect(try analysis(body) == nil, "\(name)") }
    // State that is read by rows is cut with them.
    let state = try analysis { b, x, w, _ in try b.sum(b.multiply(x, w), axes: [0]) }
    #expect(state?.rows == 6)
  }

  @Test func `mini-batches that differ in length are not cut`() throws {
    var builder = ProgramBuilder(name: "two lengths")
    let x = try builder.input(.batch, "x", type: .real([6]))
    let y = try builder.input(.batch, "y", type: .real([4]))
    let sums = [try builder.sum(x, axes: [0]), try builder.sum(y, axes: [0])]
    try builder.output("z", builder.add(sums[0], sums[1]))
    #expect(RowAnalysis(try builder.build()) == nil)
  }
}
