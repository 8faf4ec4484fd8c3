import LacunaExecution
import LacunaPrograms
import Testing

/// Stopping the gradient: for the learner's own gradient alone.
struct StopGradientTests {
  @Test func `the gradient does not flow through what is stopped`() throws {
    // x · stop(x) has the gradient stop(x) = 3.
    #expect(try slope(stopping: true) == 3)
  }

  @Test func `for the adjoint of a step it is the identity`() throws {
    #expect(try slope(stopping: false) == 6)
  }

  @Test func `for jets it is the identity`() throws {
    var builder = ProgramBuilder(name: "square")
    let x = try builder.input(.state, "x", type: .real([]))
    try builder.output("y", builder.multiply(x, builder.append(.stopGradient, x)))
    let jet = ReferenceJet(primal: 3, tangents: [ReferenceComplex(1), .zero])
    let outputs = try ReferenceEvaluator.evaluate(
      builder.build(),
      inputs: [.init(.state, "x"): ReferenceTensor([], numbers: [jet])]
    )
    #expect(outputs["y"]?.numbers[0].coefficients.map(\.real) == [9, 6, 1])
  }

  @Test func `a stopped value that is itself asked for does not let the gradient through`() throws {
    var builder = ProgramBuilder(name: "both")
    let x = try builder.input(.state, "x", type: .real([]))
    let stopped = try builder.append(.stopGradient, x)
    let loss = try builder.multiply(x, stopped)
    let gradients = try builder.gradient(of: loss, withRespectTo: [x, stopped])
    try builder.output("x", gradients[0])
    try builder.output("stopped", gradients[1])
    let outputs = try ReferenceEvaluator.evaluate(
      builder.build(),
      inputs: [.init(.state, "x"): ReferenceTensor([], numbers: [3.0])]
    )
    #expect(outputs["x"]?.numbers == [3])
    #expect(outputs["stopped"]?.numbers == [3])
  }

  private func slope(stopping: Bool) throws -> Double? {
    var builder = ProgramBuilder(name: "square")
    let x = try builder.input(.state, "x", type: .real([]))
    let loss = try builder.multiply(x, builder.append(.stopGradient, x))
    try builder.output(
      "dx",
      builder.gradient(of: loss, withRespectTo: [x], stopping: stopping)[0]
    )
    let outputs = try ReferenceEvaluator.evaluate(
      builder.build(),
      inputs: [.init(.state, "x"): ReferenceTensor([], numbers: [3.0])]
    )
    return outputs["dx"]?.numbers[0]
  }
}
