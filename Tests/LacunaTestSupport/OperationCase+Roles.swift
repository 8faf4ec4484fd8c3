import LacunaPrograms

/// Cases in which the role of an input says whether it depends on z, as it does to a plan.
extension OperationCase {
  /// The case with other inputs varying: these have the role `state`, all others `batch`.
  ///
  /// - Parameter isVarying: whether a real input that the case lets vary is to do so.
  /// - Returns: the case, with its inputs in the program's order.
  /// - Throws: `ProgramError` when that makes two inputs of one role and name.
  public func byRole(_ isVarying: (Input) -> Bool = { _ in true }) throws -> OperationCase {
    var inputs: [Program.Input] = []
    var fed: [Input] = []
    for (declared, input) in zip(program.inputs, ordered) {
      let varies = input.varies && isVarying(input)
      let role: InputRole = varies ? .state : .batch
      var renamed = declared
      renamed.role = role
      inputs.append(renamed)
      fed.append(
        Input(
          role: role,
          name: input.name,
          type: input.type,
          reals: input.reals,
          integers: input.integers,
          varies: varies
        )
      )
    }
    return OperationCase(
      name: name,
      program: try Program(
        name: program.name,
        inputs: inputs,
        instructions: program.instructions,
        outputs: program.outputs
      ),
      inputs: fed
    )
  }

  /// What is fed, in the order of the program's inputs.
  private var ordered: [Input] {
    program.inputs.compactMap { declared in
      inputs.first { $0.role == declared.role && $0.name == declared.name }
    }
  }
}
