import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// The evaluator on programs whose results are plain to see, and on inputs that do not fit.
struct ReferenceEvaluatorTests {
  @Test func `the table of cases has every operation`() throws {
    var seen: Set<String> = []
    for operationCase in try OperationCases.all() {
      seen.formUnion(operationCase.program.instructions.map(\.operation.name))
    }
    #expect(Operation.names.filter { !seen.contains($0) } == [])
  }

  @Test func `the names of cases are unique`() throws {
    let names = try OperationCases.all().map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func `movement puts elements where they belong`() throws {
    #expect(try result(.transpose([1, 0]), [[1, 2, 3], [4, 5, 6]]) == [1, 4, 2, 5, 3, 6])
    #expect(
      try result(.slice(start: [0, 1], limit: [2, 3]), [[1, 2, 3], [4, 5, 6]]) == [2, 3, 5, 6]
    )
    #expect(try result(.pad(low: [0, 1], high: [1, 0]), [[1], [2]]) == [0, 1, 0, 2, 0, 0])
    #expect(try result(.broadcast([2, 2]), [[1], [2]]) == [1, 1, 2, 2])
    #expect(try result(.broadcast([2, 2]), [[1, 2]]) == [1, 2, 1, 2])
    #expect(try result(.reduce(.sum, axes: [0]), [[1, 2, 3], [4, 5, 6]]) == [5, 7, 9])
    #expect(try result(.reduce(.maximum, axes: [1]), [[1, 3, 2], [4, 6, 5]]) == [3, 6])
  }

  @Test func `linear algebra solves what it says`() throws {
    // A = L Lᵀ, read from its lower half alone.
    #expect(try result(.cholesky, [[4, -99], [2, 10]]) == [2, 0, 1, 3])
    let matrix: [[Double]] = [[2, 3], [1, 4]]
    let right: [[Double]] = [[4], [12]]
    // [[2, 0], [1, 4]] x = b, its transpose, [[2, 3], [0, 4]] x = b, its transpose.
    let expected = [[2, 2.5], [0.5, 3], [-2.5, 3], [2, 1.5]]
    let flags = [(false, false), (false, true), (true, false), (true, true)]
    for ((upper, transposed), solution) in zip(flags, expected) {
      let solve = Operation.triangularSolve(upper: upper, transposed: transposed)
      #expect(try result(solve, matrix, right) == solution)
    }
    #expect(try result(.matmul, [[1, 2]], [[3], [4]]) == [11])
  }

  @Test func `jets of degree zero are the reals`() throws {
    for operationCase in try OperationCases.all() {
      let reals = try ReferenceEvaluator.evaluate(
        operationCase.program,
        inputs: operationCase.realInputs()
      )
      let run = try ReferenceRun(of: operationCase, degree: 0)
      let wrong = run.mismatches(epsilon: 0x1p-53) { output, element, _ in
        ReferenceComplex(reals[output]?.numbers[element] ?? .nan)
      }
      #expect(wrong == [], "\(operationCase)")
    }
  }

  @Test func `higher degrees leave lower coefficients alone`() throws {
    for operationCase in try OperationCases.all() {
      let run = try ReferenceRun(of: operationCase, degree: 5)
      let short = run.inputs.mapValues { tensor in
        tensor.element == .real
          ? ReferenceTensor(tensor.shape, numbers: tensor.numbers.map { $0.truncated(to: 2) })
          : tensor
      }
      let shorter = try ReferenceRun(of: operationCase.program, inputs: short, degree: 2)
      let wrong = shorter.mismatches(epsilon: 0x1p-53) { output, element, power in
        run.outputs[output]?.numbers[element][power] ?? .zero
      }
      #expect(wrong == [], "\(operationCase)")
    }
  }

  @Test(arguments: [1, 3, 20])
  func `bounds hold when the inputs are off by their last bit`(degree: Int) throws {
    for operationCase in try OperationCases.all() {
      let run = try ReferenceRun(of: operationCase, degree: degree)
      let factor = 1 + 0x1p-52
      let nudged = run.inputs.mapValues { tensor in
        tensor.element == .real
          ? ReferenceTensor(tensor.shape, numbers: tensor.numbers.map { $0.scaled(by: factor) })
          : tensor
      }
      let other = try ReferenceEvaluator.evaluate(operationCase.program, inputs: nudged)
      let wrong = run.mismatches(epsilon: 0x1p-53) { output, element, power in
        other[output]?.numbers[element][power] ?? .zero
      }
      #expect(wrong == [], "\(operationCase)")
    }
  }

  @Test func `a missing input is named`() throws {
    let program = try negation()
    #expect(
      thrownMessage {
        _ = try ReferenceEvaluator.evaluate(program, inputs: [:]) as [String: Tensor]
      }
        == "input state 'x' is not given"
    )
  }

  @Test func `an input of another type is named with both types`() throws {
    let program = try negation()
    #expect(
      thrownMessage {
        let fed = Tensor([3], numbers: [1, 2, 3])
        _ = try ReferenceEvaluator.evaluate(program, inputs: [.init(.state, "x"): fed])
      } == "input state 'x' is real[3] of 3 elements, expected real[2]"
    )
    #expect(
      thrownMessage {
        let fed = Tensor([2], numbers: [1])
        _ = try ReferenceEvaluator.evaluate(program, inputs: [.init(.state, "x"): fed])
      } == "input state 'x' is real[2] of 1 elements, expected real[2]"
    )
  }

  @Test(arguments: [-1, 3] as [Int64])
  func `an index outside its axis is named`(index: Int64) throws {
    var builder = ProgramBuilder(name: "gather")
    let table = try builder.input(.state, "table", type: .real([3]))
    let rows = try builder.input(.batch, "rows", type: .integer([1]))
    try builder.output("y", builder.append(.gather, table, rows))
    let program = try builder.build()
    #expect(
      thrownMessage {
        _ = try ReferenceEvaluator.evaluate(
          program,
          inputs: [
            .init(.state, "table"): Tensor([3], numbers: [1, 2, 3]),
            .init(.batch, "rows"): Tensor([1], integers: [index]),
          ]
        )
      } == "gather: index \(index) is outside 0..<3"
    )
  }

  private typealias Tensor = ReferenceTensor<Double>

  private func negation() throws -> Program {
    var builder = ProgramBuilder(name: "negation")
    let x = try builder.input(.state, "x", type: .real([2]))
    try builder.output("y", builder.unary(.negate, x))
    return try builder.build()
  }

  /// The elements of an operation on matrices.
  private func result(_ operation: Operation, _ operands: [[Double]]...) throws -> [Double]? {
    var builder = ProgramBuilder(name: operation.name)
    let values = try operands.map { rows in
      try builder.append(
        .constant(Literal(reals: rows.flatMap { $0 }, shape: [rows.count, rows[0].count]))
      )
    }
    try builder.output("y", builder.append(operation, operands: values))
    let outputs: [String: Tensor] = try ReferenceEvaluator.evaluate(builder.build(), inputs: [:])
    return outputs["y"]?.numbers
  }
}
