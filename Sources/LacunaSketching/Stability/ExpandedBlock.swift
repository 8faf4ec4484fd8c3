import LacunaExecution
import LacunaProtocols

/// What is kept of the trained jets of some lanes.
struct ExpandedBlock: Sendable {
  let problem: TrainingProblem
  let degree: Int
  let targets: [MeasuredQuery]
  let options: ExecutionOptions

  struct Result: Sendable {
    var base: [[Double]]
    var lines: [ExpandedLine]
  }

  /// Measures the trained state of a block.
  func measure(_ lines: [LineOfTraining], _ workspace: Workspace) throws -> Result {
    var primal: [String: [Double]] = [:]
    var tangents: [TangentArray] = []
    for tensor in problem.parameters {
      (primal[tensor.name], _) = try executing { () throws(ExecutionError) in
        tangents.append(try workspace.tangents(tensor.name))
        return (try workspace.primal(tensor.name), ())
      }
    }
    return try measure(lines, primal: primal) { parameter, element, r, lane in
      let value = tangents[parameter][element, r, lane]
      return Complex(value.re, value.im)
    }
  }

  /// Measures the jet of a learner that trains by itself.
  func measure(_ lines: [LineOfTraining], _ jet: [JetOfTraining.Parameter]) throws -> Result {
    let primal = Dictionary(uniqueKeysWithValues: jet.map { ($0.name, $0.primal) })
    return try measure(lines, primal: primal) { parameter, element, r, _ in
      jet[parameter].tangents[r - 1][element]
    }
  }

  private func measure(
    _ lines: [LineOfTraining],
    primal: [String: [Double]],
    _ tangents: ParameterTangents.Function
  ) throws -> Result {
    var result = Result(
      base: [],
      lines: lines.enumerated().map { lane, line in
        let (sizes, misses) = sizes(of: line, lane, primal, tangents)
        return ExpandedLine(parameterSizes: sizes, misses: misses, coefficients: [])
      }
    )
    for target in targets {
      let measurer = try Measurer(
        target,
        parameters: problem.parameters,
        base: primal,
        ring: .jet(degree: degree),
        options: options
      )
      let jets = try measurer.jets(lanes: lines.count, tangents: tangents)
      result.base.append(jets.base)
      for lane in lines.indices {
        result.lines[lane].coefficients.append(
          jets.tangents[lane].map {
            // What does not depend on the parameters has no coefficients.
            $0.isEmpty ? [Complex](repeating: Complex(0), count: degree) : $0
          }
        )
      }
    }
    return result
  }

  /// The size of each coefficient of the parameters, and what each polynomial misses of known ones.
  private func sizes(
    of line: LineOfTraining,
    _ lane: Int,
    _ primal: [String: [Double]],
    _ tangents: ParameterTangents.Function
  ) -> (sizes: [Double], misses: [Double]) {
    var sizes = [Log2Norm](repeating: Log2Norm(), count: degree)
    var squares = [Double](repeating: 0, count: line.truth == nil ? 0 : degree + 1)
    for (index, tensor) in problem.parameters.enumerated() {
      let known = line.truth?.parameters[tensor.name]
      for (element, constant) in (primal[tensor.name] ?? []).enumerated() {
        var rest = (known?[element] ?? 0) - constant
        var power = 1.0
        if !squares.isEmpty { squares[0] += rest * rest }
        for r in 1...degree {
          let value = tangents(index, element, r, lane)
          sizes[r - 1].add(value)
          guard let point = line.truth?.point else { continue }
          power *= point
          rest -= power * value.re
          squares[r] += rest * rest
        }
      }
    }
    return (sizes.map(\.value), squares.map { $0.squareRoot() })
  }
}
