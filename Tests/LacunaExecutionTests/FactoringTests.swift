import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// Common factors taken out of sums.
struct FactoringTests {
  private static let classes = 3

  /// Cross-entropy of logits made of a state, and its gradient.
  private func crossEntropy(scores: [Double]?, signed: Bool) throws -> Program {
    var b = ProgramBuilder(name: "cross-entropy")
    let x = try b.input(.batch, "x", type: .real([5, 4]))
    let target = try b.input(.batch, "target", type: .integer([5]))
    let weights = try b.input(.weights, "weights", type: .real([5]))
    let width = scores == nil ? Self.classes : 1
    let w = try b.input(.state, "w", type: .real([4, width]))
    var logits = try b.append(.matmul, x, w)
    if let scores {
      let shape: Shape = [1, scores.count]
      logits = try b.multiply(
        logits,
        b.append(.constant(Literal(reals: scores, shape: shape)))
      )
    }
    let likelihood = try b.append(.takeAlongAxis, b.append(.logSoftmax, logits), target)
    let losses = signed ? try b.unary(.negate, likelihood) : likelihood
    let loss = try b.scale(b.sum(b.multiply(losses, weights), axes: [0]), 0.2)
    try b.output("w", b.gradient(of: loss, withRespectTo: [w])[0])
    return try b.build()
  }

  private func count(_ name: String, _ program: Program) -> Int {
    program.instructions.count { $0.operation.name == name }
  }

  @Test(arguments: [nil, [-0.5, 0.5], [0.25, -1, 0.5, 1]], [true, false])
  func `gradients of cross-entropy stay what they are`(scores: [Double]?, signed: Bool) throws {
    let program = try crossEntropy(scores: scores, signed: signed)
    let factored = try program.factored()
    // One class is told from the others by a number: nothing that varies is padded with zeros.
    for instruction in factored.instructions where instruction.operation.name == "put_along_axis" {
      let padded = factored.instructions[instruction.operands[0].index]
      #expect(padded.operation.name == "broadcast")
    }
    if scores != nil { #expect(count("sum", factored) < count("sum", program)) }
    for seed in 0..<UInt64(10) {
      let problem = StateProblem(program, seed: seed)
      let inputs = jets(problem)
      let expected = try ReferenceEvaluator.evaluate(program, inputs: inputs)
      let found = try ReferenceEvaluator.evaluate(factored, inputs: inputs)
      expectEqual(found, expected)
      #expect(try problem.jetMismatches(degree: 3).isEmpty)
      #expect(try problem.laneMismatches().isEmpty)
    }
  }

  @Test func `factors stretched along what is summed are taken out`() throws {
    var b = ProgramBuilder(name: "factors")
    let x = try b.input(.state, "x", type: .real([3, 4, 5]))
    let y = try b.input(.state, "y", type: .real([3, 1, 5]))
    let z = try b.input(.state, "z", type: .real([5]))
    let product = try b.multiply(b.multiply(b.unary(.sin, x), y), b.multiply(z, b.unary(.tanh, x)))
    try b.output("a", b.sum(product, axes: [1]))
    // Twice used, it stays.
    let shared = try b.multiply(x, y)
    try b.output("b", b.sum(shared, axes: [1]))
    try b.output("c", shared)
    // Nothing stretched along the last axis but a number.
    try b.output("d", b.sum(b.multiply(b.unary(.cos, x), b.number(0.5)), axes: [0, 2]))
    let program = try b.build()
    let factored = try program.factored()
    let sums = factored.instructions.filter { $0.operation.name == "sum" }
    #expect(sums.count == 3)
    for seed in 0..<UInt64(5) {
      let inputs = jets(StateProblem(program, seed: seed))
      expectEqual(
        try ReferenceEvaluator.evaluate(factored, inputs: inputs),
        try ReferenceEvaluator.evaluate(program, inputs: inputs)
      )
    }
  }

  @Test func `random programs stay what they are`() throws {
    for seed in 0..<UInt64(Stress.count(60, all: 1000)) {
      for problem in [
        try RandomProgram.problem(seed: seed), try RandomRows.problem(seed: seed, rows: 5),
      ] {
        let inputs = jets(problem)
        expectEqual(
          try ReferenceEvaluator.evaluate(problem.program.factored(), inputs: inputs),
          try ReferenceEvaluator.evaluate(problem.program, inputs: inputs)
        )
      }
    }
  }

  @Test func `a program without common factors stays as it is`() throws {
    var b = ProgramBuilder(name: "plain")
    let x = try b.input(.state, "x", type: .real([3, 4]))
    try b.output("y", b.sum(b.unary(.square, x), axes: [1]))
    let program = try b.build()
    #expect(try program.factored() == program)
  }

  private func jets(
    _ problem: StateProblem
  ) -> [ReferenceEvaluator.Key: ReferenceTensor<ReferenceJet>] {
    ReferenceState<ReferenceJet>(problem) { random in
      ReferenceJet(
        primal: random.uniform(in: -1...1),
        tangents: (0..<2).map { _ in
          ReferenceComplex(random.uniform(in: -0.3...0.3), random.uniform(in: -0.3...0.3))
        }
      )
    }.inputs(0)
  }

  /// Equal but for rounding: a few hundred operations on numbers near one.
  private func expectEqual(
    _ found: [String: ReferenceTensor<ReferenceJet>],
    _ expected: [String: ReferenceTensor<ReferenceJet>]
  ) {
    #expect(Set(found.keys) == Set(expected.keys))
    for (name, tensor) in expected {
      for (element, number) in tensor.numbers.enumerated() {
        guard let other = found[name]?.numbers[element] else { continue }
        for power in 0...2 {
          let difference = (other[power] - number[power]).magnitude
          #expect(difference <= 1e-12 * (1 + number[power].magnitude), "\(name)[\(element)]")
        }
      }
    }
  }
}
