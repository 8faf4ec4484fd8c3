import LacunaPrograms

/// The gradient of a case, as a case.
extension OperationCase {
  /// The name of the output that holds the gradient with respect to an input.
  public static func gradientName(_ input: Input) -> String {
    "d \(input.role.rawValue) \(input.name)"
  }

  /// Differentiates the case.
  ///
  /// - Parameter stopping: whether `stopGradient` stops the gradient.
  /// - Returns: the case with two kinds of outputs: `loss`, a fixed random combination of the outputs'
  ///   elements, and its gradient with respect to each varying input.
  /// - Throws: `ProgramError` when a gradient rule does not fit the table of operations.
  public func withGradient(stopping: Bool = true) throws -> OperationCase {
    var builder = ProgramBuilder(name: "gradient of \(name)")
    let values = try builder.append(program)
    let loss = try combination(of: program.outputs.map { values[$0.value.index] }, in: &builder)
    try builder.output("loss", loss)
    let wanted = varying.compactMap { input in
      program.input(input.role, input.name).map { (input, values[$0.value.index]) }
    }
    let gradients = try builder.gradient(
      of: loss,
      withRespectTo: wanted.map(\.1),
      stopping: stopping
    )
    for (pair, gradient) in zip(wanted, gradients) {
      try builder.output(Self.gradientName(pair.0), gradient)
    }
    return OperationCase(name: builder.name, program: try builder.build(), inputs: inputs)
  }

  private func combination(
    of outputs: [ValueID],
    in builder: inout ProgramBuilder
  ) throws -> ValueID {
    var random = SplitMix64(name: "combination of \(name)")
    var loss = try builder.number(0)
    for output in outputs {
      let shape = builder.shape(of: output)
      let factors = (0..<shape.count).map { _ in Double(Float(random.uniform(in: 0.5...1.5))) }
      let literal = try builder.append(.constant(Literal(reals: factors, shape: shape)))
      let product = try builder.multiply(output, literal)
      loss = try builder.add(loss, builder.sum(product, axes: Array(0..<shape.rank)))
    }
    return loss
  }
}

extension ProgramBuilder {
  /// Appends all instructions of a program, and returns the value of each.
  ///
  /// - Throws: `ProgramError` when an input is already declared with another type.
  public mutating func append(_ program: Program) throws(ProgramError) -> [ValueID] {
    var values: [ValueID] = []
    for instruction in program.instructions {
      if case .input(let number) = instruction.operation {
        let declared = program.inputs[number]
        values.append(try input(declared.role, declared.name, type: instruction.type))
      } else {
        values.append(
          try append(
            instruction.operation,
            operands: instruction.operands.map { values[$0.index] }
          )
        )
      }
    }
    return values
  }
}
