import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// The gradient of a measurement with respect to the trained parameters, output by output: what a reverse
/// pass through training begins with.
struct MeasurementGradient {
  /// That of each query; a mean has several.
  private let parts: [QueryGradient]

  /// Plans the gradient of a measurement.
  ///
  /// - Parameters:
  ///   - target: what is measured.
  ///   - parameters: of the learner.
  ///   - base: the parameters of the undeleted model.
  ///   - ring: the lane ring for the undeleted model, a jet ring for jets of it.
  ///   - options: precision and instruction set.
  /// - Throws: ``SketchingError/noAdjoint(subject:reason:)`` for a measurement that is no program.
  init(
    _ target: MeasuredQuery,
    parameters: [StateTensor],
    base: [String: [Double]],
    ring: Ring,
    options: ExecutionOptions
  ) throws(SketchingError) {
    var queries = [target]
    if case .mean(let all) = target.form { queries = all }
    var parts: [QueryGradient] = []
    for query in queries {
      parts.append(
        try QueryGradient(
          query,
          parameters: parameters,
          base: base,
          ring: ring,
          options: options
        )
      )
    }
    self.parts = parts
  }

  /// Feeds tangents of the parameters.
  ///
  /// - Parameter tangents: of a parameter, by its index.
  /// - Throws: ``SketchingError/execution(_:)``, or what is thrown by it.
  func feed(_ tangents: (_ parameter: Int) throws -> TangentArray) throws {
    for part in parts { try part.feed(tangents) }
  }

  /// Computes the gradient of one output.
  ///
  /// - Parameter output: its number.
  /// - Returns: the value of all outputs.
  /// - Throws: ``SketchingError/execution(_:)``.
  func run(output: Int) throws(SketchingError) -> [Double] {
    var sums: [Double] = []
    for part in parts {
      let values = try part.run(output: output)
      sums = sums.isEmpty ? values : zip(sums, values).map { $0 + $1 }
    }
    return sums.map { $0 / Double(parts.count) }
  }

  /// The constant terms of the gradient with respect to a parameter; zeros where nothing depends on it.
  func constant(_ parameter: StateTensor) throws(SketchingError) -> [Double] {
    var sums: [Double] = []
    for part in parts {
      let values = try part.constant(parameter)
      sums = sums.isEmpty ? values : zip(sums, values).map { $0 + $1 }
    }
    return parts.count == 1 ? sums : sums.map { $0 / Double(parts.count) }
  }

  /// Adds the tangents of the gradient with respect to a parameter where they are wanted.
  func addTangents(_ parameter: StateTensor, to array: TangentArray) {
    let share = 1 / Double(parts.count)
    for part in parts { part.addTangents(parameter, times: share, to: array) }
  }
}

/// The gradient of the measurement of one query.
private struct QueryGradient {
  private let target: MeasuredQuery
  private let parameters: [StateTensor]
  private let base: [String: [Double]]
  private let plan: Plan
  private let bound: BoundPlan
  private let workspace: Workspace

  /// Plans the gradient of a measurement.
  ///
  /// - Parameters:
  ///   - target: what is measured.
  ///   - parameters: of the learner.
  ///   - base: the parameters of the undeleted model.
  ///   - ring: the lane ring for the undeleted model, a jet ring for jets of it.
  ///   - options: precision and instruction set.
  /// - Throws: ``SketchingError/noAdjoint(subject:reason:)`` for a measurement that is no program.
  init(
    _ target: MeasuredQuery,
    parameters: [StateTensor],
    base: [String: [Double]],
    ring: Ring,
    options: ExecutionOptions
  ) throws(SketchingError) {
    guard case .traced(let program) = target.form, target.computedLearner == nil else {
      throw .noAdjoint(
        subject: "measurement '\(target.measurement)'",
        reason: "it is computed by a function of numbers: it is no program"
      )
    }
    self.target = target
    self.parameters = parameters
    self.base = base
    plan = try executing { () throws(ExecutionError) in
      try Plan(
        program: gradient(of: program),
        ring: ring,
        precision: options.precision,
        instructionSet: options.instructionSet,
        varying: ring.hasPrimal ? [.parameter] : []
      )
    }
    let plan = plan
    workspace = try executing { () throws(ExecutionError) in try Workspace(for: plan) }
    bound = workspace.bind(plan)
    try executing { () throws(ExecutionError) in try feed() }
  }

  private func feed() throws(ExecutionError) {
    let program = plan.program
    for tensor in target.example where program.input(.example, tensor.name) != nil {
      switch tensor.element {
      case .integer: try bound.setIntegers(.example, tensor.name, tensor.integers)
      case .real: try bound.setShared(.example, tensor.name, tensor.reals)
      }
    }
    for role in [InputRole.base, .parameter] {
      for parameter in parameters where program.input(role, parameter.name) != nil {
        try bound.setShared(role, parameter.name, base[parameter.name] ?? [])
      }
    }
  }

  /// Feeds tangents of the parameters.
  ///
  /// - Parameter tangents: of a parameter, by its index.
  /// - Throws: ``SketchingError/execution(_:)``, or what is thrown by it.
  func feed(_ tangents: (_ parameter: Int) throws -> TangentArray) throws {
    for (index, parameter) in parameters.enumerated()
    where plan.program.input(.parameter, parameter.name) != nil {
      let array = try tangents(index)
      try executing { () throws(ExecutionError) in
        try bound.setTangents(.parameter, parameter.name) { array[$0, $1, $2] }
      }
    }
  }

  /// Computes the gradient of one output.
  ///
  /// - Parameter output: its number.
  /// - Returns: the value of all outputs.
  /// - Throws: ``SketchingError/execution(_:)``.
  func run(output: Int) throws(SketchingError) -> [Double] {
    let count = target.outputCount
    return try executing { () throws(ExecutionError) in
      if plan.program.input(.scalar, Program.seedName) != nil {
        try bound.setShared(
          .scalar,
          Program.seedName,
          (0..<count).map { $0 == output ? 1 : 0 }
        )
      }
      bound.run()
      return try bound.shared(Program.valueName("value"))
    }
  }

  /// The constant terms of the gradient with respect to a parameter; zeros where nothing depends on it.
  func constant(_ parameter: StateTensor) throws(SketchingError) -> [Double] {
    guard plan.program.output(parameter.name) != nil else {
      return [Double](repeating: 0, count: parameter.shape.reduce(1, *))
    }
    return try executing { () throws(ExecutionError) in try bound.shared(parameter.name) }
  }

  /// Adds a share of the tangents of the gradient with respect to a parameter where they are wanted.
  func addTangents(_ parameter: StateTensor, times share: Double, to array: TangentArray) {
    guard let output = plan.output(parameter.name) else { return }
    bound.readTangents(output) { element, coefficient, lane, re, im in
      let sum = array[element, coefficient, lane]
      array[element, coefficient, lane] = (sum.re + share * re, sum.im + share * im)
    }
  }
}

/// The gradient of a verified program.
private func gradient(of program: Program) -> Program {
  do {
    return try program.parameterGradient(of: "value")
  } catch {
    preconditionFailure("the gradient of '\(program.name)': \(error)")
  }
}
