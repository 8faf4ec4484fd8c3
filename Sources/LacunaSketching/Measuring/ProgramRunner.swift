import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// Runs a program on trained parameters and one encoded record: over jets of them, or on reals lane by lane.
final class ProgramRunner {
  private let program: Program
  private let example: [ExampleTensor]
  private let parameters: [StateTensor]
  private let base: [String: [Double]]
  private let plan: Plan
  private let bound: BoundPlan
  private let workspace: Workspace
  /// Whether what all blocks of jets share has been fed.
  private var isFed = false

  /// The number of lanes that run at once.
  var lanes: Int { plan.precision.lanes }

  convenience init(
    _ program: Program,
    example: [ExampleTensor],
    parameters: [StateTensor],
    base: [String: [Double]],
    ring: Ring,
    options: ExecutionOptions
  ) throws(SketchingError) {
    let plan = try executing { () throws(ExecutionError) in
      try Plan(
        program: program,
        ring: ring,
        precision: options.precision,
        instructionSet: options.instructionSet,
        varying: [.parameter]
      )
    }
    try self.init(plan, example: example, parameters: parameters, base: base)
  }

  private init(
    _ plan: Plan,
    example: [ExampleTensor],
    parameters: [StateTensor],
    base: [String: [Double]]
  ) throws(SketchingError) {
    program = plan.program
    self.example = example
    self.parameters = parameters
    self.base = base
    self.plan = plan
    workspace = try executing { () throws(ExecutionError) in try Workspace(for: plan) }
    bound = workspace.bind(plan)
  }

  /// A runner of the same plan for another thread.
  func another() throws(SketchingError) -> ProgramRunner {
    try ProgramRunner(plan, example: example, parameters: parameters, base: base)
  }

  /// Runs a block of at most ``lanes`` real models.
  func run(_ block: [[String: [Double]]]) throws(SketchingError) {
    try executing { () throws(ExecutionError) in
      try feed()
      for parameter in parameters where program.input(.parameter, parameter.name) != nil {
        // Looked up once, not for each element.
        let models = block.map { $0[parameter.name] ?? [] }
        try bound.setLanes(.parameter, parameter.name) { element, lane in
          let model = models[min(lane, models.count - 1)]
          return model.indices.contains(element) ? model[element] : .nan
        }
      }
      bound.run()
    }
  }

  /// Runs once more on what was fed last.
  func runAgain() { bound.run() }

  /// Runs a block of jets.
  func run(lanes used: Int, tangents: ParameterTangents) throws(SketchingError) {
    try executing { () throws(ExecutionError) in
      if !isFed {
        // What all blocks share stays where it is from one run to the next.
        try feed()
        for parameter in parameters where program.input(.parameter, parameter.name) != nil {
          try bound.setShared(.parameter, parameter.name, base[parameter.name] ?? [])
        }
        isFed = true
      }
      for (index, parameter) in parameters.enumerated()
      where program.input(.parameter, parameter.name) != nil {
        if let stored = tangents.stored(index) {
          try bound.setTangents(.parameter, parameter.name, lanes: used, stored)
          continue
        }
        try bound.setTangents(.parameter, parameter.name) { element, coefficient, lane in
          guard lane < used else { return (0, 0) }
          let value = tangents[index, element, coefficient, lane]
          return (value.re, value.im)
        }
      }
      bound.run()
    }
  }

  /// An output of the last run over jets: what its lanes share.
  func shared(_ name: String) throws(SketchingError) -> [Double] {
    try executing { () throws(ExecutionError) in try bound.shared(name) }
  }

  /// An output of the last run over jets: lane, element, coefficients 1…d; empty where it is constant.
  func tangents(_ name: String, lanes used: Int) throws(SketchingError) -> [[[Complex]]] {
    let found = try executing { () throws(ExecutionError) in try bound.tangents(name) }
    return (0..<used).map { lane in
      found.map { element in element.map { Complex($0[lane].re, $0[lane].im) } }
    }
  }

  /// An output of the last run on reals: lane, then element.
  func values(_ name: String, lanes used: Int) throws(SketchingError) -> [[Double]] {
    let found = try executing { () throws(ExecutionError) in try bound.lanes(name) }
    return (0..<used).map { lane in found.map { $0[lane] } }
  }

  /// An integer output of the last run.
  func integers(_ name: String) throws(SketchingError) -> [Int64] {
    try executing { () throws(ExecutionError) in try bound.integers(name) }
  }

  private func feed() throws(ExecutionError) {
    for tensor in example where program.input(.example, tensor.name) != nil {
      switch tensor.element {
      case .integer: try bound.setIntegers(.example, tensor.name, tensor.integers)
      case .real: try bound.setShared(.example, tensor.name, tensor.reals)
      }
    }
    for parameter in parameters where program.input(.base, parameter.name) != nil {
      try bound.setShared(.base, parameter.name, base[parameter.name] ?? [])
    }
  }
}
