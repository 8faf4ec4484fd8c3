import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// The outputs of a learner on one record: as jets, or on real models.
protocol ForwardModel {
  /// The outputs of a block of jets: lane, then output by name.
  func jets(lanes: Int, tangents: ParameterTangents) throws -> [[String: JetTensor]]

  /// The outputs on real models: model, then output by name.
  func values(_ models: [[String: [Double]]]) throws -> [[String: ComputedTensor]]
}

/// The outputs of a learner that describes its forward function.
struct ProgramForward: ForwardModel {
  let program: Program
  /// The outputs that anybody asks for.
  let names: [String]
  let runner: ProgramRunner

  func jets(lanes: Int, tangents: ParameterTangents) throws -> [[String: JetTensor]] {
    var results: [[String: JetTensor]] = []
    for start in stride(from: 0, to: lanes, by: runner.lanes) {
      let used = min(runner.lanes, lanes - start)
      try runner.run(lanes: used, tangents: tangents.from(lane: start))
      var block = [[String: JetTensor]](repeating: [:], count: used)
      for name in names {
        if isInteger(name) {
          let integers = try runner.integers(name)
          for lane in 0..<used {
            block[lane][name] = JetTensor(primal: [], tangents: [], integers: integers)
          }
          continue
        }
        let primal = try runner.shared(name)
        let found = try runner.tangents(name, lanes: used)
        for lane in 0..<used {
          block[lane][name] = JetTensor(primal: primal, tangents: found[lane])
        }
      }
      results += block
    }
    return results
  }

  func values(_ models: [[String: [Double]]]) throws -> [[String: ComputedTensor]] {
    var results: [[String: ComputedTensor]] = []
    for start in stride(from: 0, to: models.count, by: runner.lanes) {
      let used = min(runner.lanes, models.count - start)
      try runner.run(Array(models[start..<(start + used)]))
      var block = [[String: ComputedTensor]](repeating: [:], count: used)
      for name in names {
        if isInteger(name) {
          let integers = try runner.integers(name)
          for lane in 0..<used { block[lane][name] = .integers(integers) }
          continue
        }
        for (lane, values) in try runner.values(name, lanes: used).enumerated() {
          block[lane][name] = .reals(values)
        }
      }
      results += block
    }
    return results
  }

  private func isInteger(_ name: String) -> Bool {
    program.output(name).map { program.type(of: $0.value).element == .integer } ?? false
  }
}

/// The outputs of a learner that computes them.
struct ComputedForward: ForwardModel {
  let learner: any ComputedLearner
  let example: [ExampleTensor]
  let outputs: [NamedType]
  let parameters: [StateTensor]
  let base: [String: [Double]]
  let degree: Int
  let name: String

  func jets(lanes: Int, tangents: ParameterTangents) throws -> [[String: JetTensor]] {
    let interpolation = CircleInterpolation(
      degree: degree,
      roundoff: learner.roundoff,
      subject: "the forward function of '\(name)'"
    )
    let primal = try real(predict(parameters.map { ComputedTensor.reals(base[$0.name] ?? []) }))
    return try (0..<lanes).map { lane in
      let inputs = parameters.enumerated().map { index, parameter in
        let values = base[parameter.name] ?? []
        return JetTensor(
          primal: values,
          tangents: values.indices.map { element in
            (1...degree).map { tangents[index, element, $0, lane] }
          }
        )
      }
      let start = inputs.map { $0.naturalRadius() }.min() ?? 1
      let found = try interpolation.expand(from: start.isFinite ? start : 1) { z in
        try predict(inputs.map { $0.value(at: z) }).flatMap { $0 }
      }
      var position = 0
      var jets: [String: JetTensor] = [:]
      for (output, constant) in zip(outputs, primal) {
        let rows = found.coefficients[position..<(position + constant.count)]
        jets[output.name] = JetTensor(
          primal: constant,
          tangents: rows.map { Array($0.dropFirst()) }
        )
        position += constant.count
      }
      return jets
    }
  }

  func values(_ models: [[String: [Double]]]) throws -> [[String: ComputedTensor]] {
    try models.map { model in
      let found = try real(predict(parameters.map { .reals(model[$0.name] ?? []) }))
      return Dictionary(
        uniqueKeysWithValues: zip(outputs, found).map { ($0.name, .reals($1)) }
      )
    }
  }

  private func predict(_ tensors: [ComputedTensor]) throws -> [[Complex]] {
    let numbers = tensors.map { tensor -> [Complex] in
      if case .numbers(let numbers) = tensor { numbers } else { [] }
    }
    return try learner.predict(parameters: numbers, example: example)
  }

  private func real(_ values: [[Complex]]) throws -> [[Double]] {
    try zip(outputs, values).map { output, numbers in
      try realParts(numbers, of: "output '\(output.name)' of '\(name)'")
    }
  }
}

/// The real parts of numbers that are real, but for rounding.
func realParts(_ numbers: [Complex], of subject: String) throws(ComputedError) -> [Double] {
  let size = numbers.reduce(0) { max($0, $1.magnitude) }
  for (index, number) in numbers.enumerated() where abs(number.im) > 1e-6 * size {
    let sign = number.im < 0 ? "−" : "+"
    throw .notReal(
      subject: subject,
      output: index,
      found: "\(number.re) \(sign) \(abs(number.im))i"
    )
  }
  return numbers.map(\.re)
}
