/// Reverse-mode differentiation of a whole program, as a pass from program to program.
extension Program {
  /// The name of the cotangent of a state tensor, among the state of an adjoint.
  public static func cotangentName(_ tensor: String) -> String { "cotangent of \(tensor)" }

  /// The name of the derivative by the weights of the examples, which no tensor of a state can have.
  public static let weightsDerivativeName = "derivative by the weights"

  /// The adjoint of a training step.
  ///
  /// With s the state, w the weights of the examples and F the step, it takes a cotangent λ of the new
  /// state to λ ∂F/∂s, which is the cotangent of the old state, and to λ ∂F/∂w. It has the inputs of the
  /// step and, in the role `state`, a cotangent of each state tensor; it gives new cotangents under the
  /// same names, and under ``weightsDerivativeName`` what the weights are worth.
  ///
  /// `stopGradient` is the identity here: it concerns the learner's own gradient, not what training does.
  ///
  /// - Parameter stateRole: the role in which the state itself is read: `base` where it is that of one
  ///   undeleted run, the same in all lanes.
  /// - Returns: the adjoint.
  /// - Throws: ``ProgramError``.
  public func adjoint(stateRole: InputRole = .state) throws(ProgramError) -> Program {
    var builder = ProgramBuilder(name: "adjoint of \(name)")
    let renamed = try builder.append(self) { $0 == .state ? stateRole : $0 }
    var value = try builder.number(0)
    var values: [ValueID] = []
    var names: [String] = []
    for output in outputs where input(.state, output.name) != nil {
      let result = renamed[output.value.index]
      let cotangent = try builder.input(
        .state,
        Self.cotangentName(output.name),
        type: type(of: output.value)
      )
      value = try builder.add(value, builder.inner(cotangent, result))
    }
    for input in inputs where input.role == .state {
      names.append(Self.cotangentName(input.name))
      values.append(renamed[input.value.index])
      // State that the step leaves alone keeps its cotangent.
      guard output(input.name) == nil else { continue }
      let cotangent = try builder.input(.state, names[names.count - 1], type: type(of: input.value))
      value = try builder.add(value, builder.inner(cotangent, renamed[input.value.index]))
    }
    for input in inputs where input.role == .weights {
      names.append(Self.weightsDerivativeName)
      values.append(renamed[input.value.index])
    }
    let gradients = try builder.gradient(of: value, withRespectTo: values, stopping: false)
    for (name, gradient) in zip(names, gradients) { try builder.output(name, gradient) }
    return try builder.build()
  }

  /// The gradient of an output with respect to the parameters.
  ///
  /// It has the inputs of the program and, in the role `scalar`, a seed of the output's shape: it gives, under
  /// each parameter's name, the gradient of the sum of the output times the seed, and the output itself.
  ///
  /// - Parameter name: the output.
  /// - Returns: the gradient.
  /// - Throws: ``ProgramError``.
  public func parameterGradient(of name: String) throws(ProgramError) -> Program {
    guard let output = output(name) else {
      throw .unknownOutput(name: name, available: outputs.map(\.name))
    }
    var builder = ProgramBuilder(name: "gradient of \(self.name)")
    let renamed = try builder.append(self) { $0 }
    let result = renamed[output.value.index]
    let seed = try builder.input(.scalar, Self.seedName, type: type(of: output.value))
    let parameters = inputs.filter { $0.role == .parameter }
    let gradients = try builder.gradient(
      of: builder.inner(seed, result),
      withRespectTo: parameters.map { renamed[$0.value.index] },
      stopping: false
    )
    try builder.output(Self.valueName(name), result)
    for (parameter, gradient) in zip(parameters, gradients) {
      try builder.output(parameter.name, gradient)
    }
    return try builder.build()
  }

  /// The name of the seed of a gradient.
  public static let seedName = "seed"

  /// The name of the output itself, beside its gradients.
  public static func valueName(_ output: String) -> String { "value of \(output)" }
}

extension ProgramBuilder {
  /// Appends all of a program.
  ///
  /// - Parameters:
  ///   - program: the program.
  ///   - role: the role of an input here, by that in the program.
  /// - Returns: for each of its values the value here.
  /// - Throws: ``ProgramError``.
  mutating func append(
    _ program: Program,
    role: (InputRole) -> InputRole
  ) throws(ProgramError) -> [ValueID] {
    var renamed: [ValueID] = []
    for instruction in program.instructions {
      if case .input(let number) = instruction.operation {
        let input = program.inputs[number]
        renamed.append(try self.input(role(input.role), input.name, type: instruction.type))
      } else {
        renamed.append(
          try append(
            instruction.operation,
            operands: instruction.operands.map { renamed[$0.index] }
          )
        )
      }
    }
    return renamed
  }

  /// The sum of the products of the elements of two values of one shape.
  mutating func inner(_ x: ValueID, _ y: ValueID) throws(ProgramError) -> ValueID {
    try sum(multiply(x, y), axes: Array(0..<shape(of: x).rank))
  }
}
