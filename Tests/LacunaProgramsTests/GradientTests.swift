import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Gradients of every case, held against differences, against dual numbers and against series.
struct GradientTests {
  @Test(arguments: try OperationCases.all())
  func `gradients agree with central differences`(operationCase: OperationCase) throws {
    let gradient = try operationCase.withGradient(stopping: false)
    let direction = Direction(operationCase)
    let step = 1e-5
    func loss(at position: Double) throws -> Double {
      let inputs = operationCase.fed { _, value in value } as OperationCase.Inputs<Double>
      let moved = direction.moving(inputs, by: position)
      return try evaluate(gradient, moved)["loss"]?.numbers[0] ?? .nan
    }
    let outputs = try evaluate(gradient, operationCase.realInputs())
    let expected = try (loss(at: step) - loss(at: -step)) / (2 * step)
    let found = direction.product(with: outputs)
    let scale = 1 + abs(found) + abs(try loss(at: 0))
    #expect(abs(found - expected) <= 1e-7 * scale, "found \(found), expected \(expected)")
  }

  @Test(arguments: try OperationCases.all())
  func `gradients agree with an imaginary step`(operationCase: OperationCase) throws {
    let gradient = try operationCase.withGradient(stopping: false)
    let direction = Direction(operationCase)
    let outputs = try evaluate(gradient, operationCase.realInputs())
    let found = direction.product(with: outputs)
    let run = try ReferenceRun(
      of: gradient.program,
      inputs: direction.imaginary(operationCase),
      degree: 1
    )
    let slope = try #require(run.outputs["loss"]?.numbers[0][1])
    let bound = try #require(run.bounds["loss"]?.numbers[0].bound(1))
    #expect(slope.real == 0)
    #expect(abs(slope.imaginary - found) <= 1e-14 * (bound + 1))
  }

  @Test(arguments: try OperationCases.all())
  func `gradients along jets are the derivative in z`(operationCase: OperationCase) throws {
    try expectChainRule(operationCase)
  }

  @Test(arguments: try OperationCases.all())
  func `gradients of gradients along jets are the derivative in z`(
    operationCase: OperationCase
  ) throws {
    try expectChainRule(operationCase.withGradient(stopping: false))
  }

  @Test(arguments: try OperationCases.composites())
  func `the quadratic form of the Hessian is twice the second coefficient`(
    operationCase: OperationCase
  ) throws {
    let first = try operationCase.withGradient(stopping: false)
    let direction = Direction(operationCase)
    var builder = ProgramBuilder(name: "second")
    let values = try builder.append(first.program)
    func output(_ name: String) throws -> ValueID {
      values[try #require(first.program.output(name)).value.index]
    }
    func along(_ gradients: [ValueID]) throws -> ValueID {
      var total = try builder.number(0)
      for (gradient, input) in zip(gradients, operationCase.varying) {
        let factors = try #require(direction.elements[input.name])
        let literal = try builder.append(
          .constant(Literal(reals: factors, shape: input.type.shape))
        )
        let product = try builder.multiply(gradient, literal)
        total = try builder.add(
          total,
          builder.sum(product, axes: Array(0..<input.type.shape.rank))
        )
      }
      return total
    }
    let names = operationCase.varying.map(OperationCase.gradientName)
    let slope = try along(names.map(output))
    let inputs = try operationCase.varying.map { input in
      values[try #require(first.program.input(input.role, input.name)).value.index]
    }
    let second = try along(
      builder.gradient(of: slope, withRespectTo: inputs, stopping: false)
    )
    try builder.output("curvature", second)
    let outputs: [String: ReferenceTensor<Double>] = try ReferenceEvaluator.evaluate(
      builder.build(),
      inputs: operationCase.realInputs()
    )
    let curvature = try #require(outputs["curvature"]?.numbers[0])
    let jets = direction.jets(operationCase, degree: 2)
    let run = try ReferenceRun(of: first.program, inputs: jets, degree: 2)
    let coefficient = try #require(run.outputs["loss"]?.numbers[0][2].real)
    let bound = try #require(run.bounds["loss"]?.numbers[0].bound(2))
    #expect(abs(curvature - 2 * coefficient) <= 1e-14 * (bound + 1))
  }

  @Test func `a value that the loss does not depend on has a gradient of zeros`() throws {
    var builder = ProgramBuilder(name: "independent")
    let x = try builder.input(.state, "x", type: .real([]))
    let y = try builder.input(.state, "y", type: .real([2]))
    let gradient = try builder.gradient(of: builder.unary(.exp, x), withRespectTo: [y])[0]
    try builder.output("dy", gradient)
    let outputs = try ReferenceEvaluator.evaluate(
      builder.build(),
      inputs: [
        .init(.state, "x"): ReferenceTensor([], numbers: [1.0]),
        .init(.state, "y"): ReferenceTensor([2], numbers: [1.0, 2.0]),
      ]
    )
    #expect(outputs["dy"]?.numbers == [0, 0])
  }

  @Test func `the gradient with respect to the loss itself is one`() throws {
    var builder = ProgramBuilder(name: "itself")
    let x = try builder.input(.state, "x", type: .real([]))
    let loss = try builder.unary(.exp, x)
    let gradient = try builder.gradient(of: loss, withRespectTo: [loss])[0]
    #expect(builder.instructions[gradient.index].operation == .constant(Self.one))
  }

  @Test func `the third derivative of a square is zero also at zero`() throws {
    var builder = ProgramBuilder(name: "square")
    let x = try builder.input(.state, "x", type: .real([]))
    var value = try builder.append(.power(2), x)
    for order in 1...4 {
      value = try builder.gradient(of: value, withRespectTo: [x])[0]
      try builder.output("\(order)", value)
    }
    let outputs = try ReferenceEvaluator.evaluate(
      builder.build(),
      inputs: [.init(.state, "x"): ReferenceTensor([], numbers: [0.0])]
    )
    #expect(["1", "2", "3", "4"].map { outputs[$0]?.numbers[0] } == [0, 2, 0, 0])
  }

  private static let one = Literal(reals: [1], shape: .scalar)

  /// With L(z) = loss(x(z)): k L_k = [z^(k−1)] Σ_i (∂loss/∂x_i)(x(z)) x_i'(z), for random jets x(z).
  private func expectChainRule(_ operationCase: OperationCase) throws {
    let degree = 3
    let gradient = try operationCase.withGradient(stopping: false)
    let run = try ReferenceRun(of: gradient, degree: degree)
    let loss = try #require(run.outputs["loss"]?.numbers[0])
    let lossBound = try #require(run.bounds["loss"]?.numbers[0])
    for k in 1...degree {
      var (slope, bound) = (ReferenceComplex.zero, Double(k) * lossBound.bound(k))
      for input in operationCase.varying {
        let key = ReferenceEvaluator.Key(input.role, input.name)
        let name = OperationCase.gradientName(input)
        let jets = try #require(run.inputs[key]).numbers
        let gradients = try #require(run.outputs[name]).numbers
        let bounds = try #require(run.bounds[name]).numbers
        for (element, jet) in jets.enumerated() {
          for j in 0..<k {
            let tangent = Double(k - j) * jet[k - j]
            slope = slope + gradients[element][j] * tangent
            bound += bounds[element].bound(j) * tangent.magnitude
          }
        }
      }
      let error = (Double(k) * loss[k] - slope).magnitude
      #expect(error <= 4 * 0x1p-53 * bound, "z^\(k): \(loss[k]) \(slope)")
    }
  }

  private func evaluate(
    _ operationCase: OperationCase,
    _ inputs: OperationCase.Inputs<Double>
  ) throws -> [String: ReferenceTensor<Double>] {
    try ReferenceEvaluator.evaluate(operationCase.program, inputs: inputs)
  }
}
