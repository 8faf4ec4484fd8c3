import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// A measurement that is a program.
///
/// On a learner that computes its outputs, these are inputs of the program, as if they were parameters.
struct TracedEvaluator: QueryEvaluator {
  /// The name of an output of a computing learner among the inputs of a program.
  static func inputName(_ output: String) -> String { "output \(output)" }

  private let runner: ProgramRunner
  private let parameterCount: Int
  private let forward: ComputedForward?

  init(
    _ program: Program,
    _ target: MeasuredQuery,
    parameters: [StateTensor],
    base: [String: [Double]],
    forward: ComputedForward?,
    ring: Ring,
    options: ExecutionOptions
  ) throws {
    // A measurement that reads no output leaves the forward function alone.
    let reads = target.computedOutputs.contains {
      let name = Self.inputName($0.name)
      return program.input(.parameter, name) != nil || program.input(.base, name) != nil
    }
    self.forward = reads ? forward : nil
    parameterCount = parameters.count
    var all = parameters
    var base = base
    if let forward = self.forward {
      all += target.computedOutputs.map {
        .parameter(Self.inputName($0.name), $0.type.shape.dimensions, .zeros)
      }
      for (name, tensor) in try forward.values([base])[0] {
        if case .numbers(let numbers) = tensor { base[Self.inputName(name)] = numbers.map(\.re) }
      }
    }
    runner = try ProgramRunner(
      program,
      example: target.example,
      parameters: all,
      base: base,
      ring: ring,
      options: options
    )
  }

  func values(_ models: [[String: [Double]]]) throws -> [[Double]] {
    var models = models
    if let forward {
      for (index, outputs) in try forward.values(models).enumerated() {
        for case (let name, .numbers(let numbers)) in outputs {
          models[index][Self.inputName(name)] = numbers.map(\.re)
        }
      }
    }
    var results: [[Double]] = []
    for start in stride(from: 0, to: models.count, by: runner.lanes) {
      let used = min(runner.lanes, models.count - start)
      try runner.run(Array(models[start..<(start + used)]))
      results += try runner.values("value", lanes: used)
    }
    return results
  }

  func jets(lanes: Int, tangents: ParameterTangents) throws -> MeasuredJets {
    var tangents = tangents
    if let forward {
      let outputs = try forward.jets(lanes: lanes, tangents: tangents)
      let names = forward.outputs.map(\.name)
      let parameters = tangents
      tangents = ParameterTangents { parameter, element, coefficient, lane in
        guard parameter >= parameterCount else {
          return parameters[parameter, element, coefficient, lane]
        }
        let tensor = outputs[lane][names[parameter - parameterCount]]
        return tensor?.tangents[element][coefficient - 1] ?? Complex(0)
      }
    }
    var base: [Double] = []
    var results: [[[Complex]]] = []
    for start in stride(from: 0, to: lanes, by: runner.lanes) {
      let used = min(runner.lanes, lanes - start)
      try runner.run(lanes: used, tangents: tangents.from(lane: start))
      base = try runner.shared("value")
      results += try runner.tangents("value", lanes: used)
    }
    return MeasuredJets(base: base, tangents: results, accuracy: nil)
  }

  /// Programs run beside each other; a learner that computes may be called by one thread at a time.
  func another() throws -> (any QueryEvaluator)? {
    guard forward == nil else { return nil }
    return TracedEvaluator(runner: try runner.another(), parameterCount: parameterCount)
  }

  private init(runner: ProgramRunner, parameterCount: Int) {
    self.runner = runner
    self.parameterCount = parameterCount
    forward = nil
  }
}
