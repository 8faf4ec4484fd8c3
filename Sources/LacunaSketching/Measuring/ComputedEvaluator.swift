import LacunaExecution
import LacunaProtocols

/// A measurement that is a function of numbers: evaluated at points of circles, and interpolated.
struct ComputedEvaluator: QueryEvaluator {
  let function: any ComputedFunction
  let target: MeasuredQuery
  let parameters: [StateTensor]
  let base: [String: [Double]]
  let forward: (any ForwardModel)?
  let degree: Int

  private var subject: String {
    "the measurement '\(target.measurement)' of the query '\(target.query)'"
  }

  private var readsOutputs: Bool { function.sources.contains { $0.outputName != nil } }

  func values(_ models: [[String: [Double]]]) throws -> [[Double]] {
    let outputs = readsOutputs ? try forward?.values(models) : nil
    let undeleted = readsOutputs ? try forward?.values([base]).first : nil
    return try models.enumerated().map { index, model in
      let inputs = try gather { source in
        switch source {
        case .output(let name): outputs?[index][name]
        case .baseOutput(let name): undeleted?[name]
        case .parameter(let name): model[name].map { .reals($0) }
        case .baseParameter(let name): base[name].map { .reals($0) }
        case .example(let name): target.example.first { $0.name == name }.map { ComputedTensor($0) }
        case .data, .weights: nil
        }
      }
      return try realParts(evaluate(inputs), of: subject)
    }
  }

  /// What computes may be called by one thread at a time.
  func another() -> (any QueryEvaluator)? { nil }

  func jets(lanes: Int, tangents: ParameterTangents) throws -> MeasuredJets {
    let interpolation = CircleInterpolation(
      degree: degree,
      roundoff: function.roundoff,
      subject: subject
    )
    let outputs = readsOutputs ? try forward?.jets(lanes: lanes, tangents: tangents) : nil
    var found = MeasuredJets(base: [], tangents: [], accuracy: [])
    for lane in 0..<lanes {
      let jets = try gather { source in
        jet(source, outputs?[lane]) { tangents[$0, $1, $2, lane] }
      }
      if lane == 0 {
        let constant = jets.mapValues { $0.value(at: Complex(0)) }
        found.base = try realParts(evaluate(constant), of: subject)
      }
      let start = jets.values.map { $0.naturalRadius() }.min() ?? .infinity
      let expansion = try interpolation.expand(from: start.isFinite ? start : 1) { z in
        try evaluate(jets.mapValues { $0.value(at: z) })
      }
      found.tangents.append(expansion.coefficients.map { Array($0.dropFirst()) })
      found.accuracy?.append(
        zip(expansion.errors, expansion.radii).map { errors, radii in
          zip(errors, radii).dropFirst().map { MeasuredJets.Accuracy(error: $0, radius: $1) }
        }
      )
    }
    return found
  }

  private func jet(
    _ source: ComputedSource,
    _ outputs: [String: JetTensor]?,
    _ tangents: (_ parameter: Int, _ element: Int, _ coefficient: Int) -> Complex
  ) -> JetTensor? {
    switch source {
    case .output(let name): return outputs?[name]
    case .baseOutput(let name):
      return outputs?[name].map {
        JetTensor(primal: $0.primal, tangents: [], integers: $0.integers)
      }
    case .baseParameter(let name): return base[name].map { JetTensor(primal: $0, tangents: []) }
    case .parameter(let name):
      guard let index = parameters.firstIndex(where: { $0.name == name }), let values = base[name]
      else { return nil }
      return JetTensor(
        primal: values,
        tangents: values.indices.map { element in
          (1...degree).map { tangents(index, element, $0) }
        }
      )
    case .example(let name):
      guard let tensor = target.example.first(where: { $0.name == name }) else { return nil }
      return JetTensor(
        primal: tensor.reals,
        tangents: [],
        integers: tensor.element == .integer ? tensor.integers : nil
      )
    case .data, .weights: return nil
    }
  }

  private func gather<Tensor>(
    _ find: (ComputedSource) throws -> Tensor?
  ) throws -> [ComputedSource: Tensor] {
    var inputs: [ComputedSource: Tensor] = [:]
    for source in function.sources {
      guard let tensor = try find(source) else {
        preconditionFailure("\(source) was bound, and is not there")
      }
      inputs[source] = tensor
    }
    return inputs
  }

  private func evaluate(_ inputs: [ComputedSource: ComputedTensor]) throws -> [Complex] {
    let values = try function.evaluate(inputs)
    guard values.count == function.outputCount else {
      throw ComputedError.valueCount(
        subject: subject,
        found: values.count,
        expected: function.outputCount
      )
    }
    return values
  }
}
