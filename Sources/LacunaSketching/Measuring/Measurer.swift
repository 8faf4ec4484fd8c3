import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import LacunaStores

/// Evaluates a measurement on trained parameters: on jets of them, or on reals lane by lane.
public final class Measurer {
  private let target: MeasuredQuery
  private let parameters: [StateTensor]
  private let base: [String: [Double]]
  private let plan: Plan
  private let bound: BoundPlan
  private let workspace: Workspace

  /// An evaluator over a ring.
  ///
  /// - Parameters:
  ///   - target: what is measured.
  ///   - parameters: the parameters of the learner.
  ///   - base: the parameters of the undeleted model.
  ///   - ring: the numbers measured over.
  ///   - options: precision and instruction set.
  /// - Throws: ``SketchingError/execution(_:)``.
  public init(
    _ target: MeasuredQuery,
    parameters: [StateTensor],
    base: [String: [Double]],
    ring: Ring,
    options: ExecutionOptions
  ) throws(SketchingError) {
    self.target = target
    self.parameters = parameters
    self.base = base
    let plan = try executing { () throws(ExecutionError) in
      try Plan(
        program: target.program,
        ring: ring,
        precision: options.precision,
        instructionSet: options.instructionSet,
        varying: [.parameter]
      )
    }
    self.plan = plan
    workspace = try executing { () throws(ExecutionError) in try Workspace(for: plan) }
    bound = workspace.bind(plan)
  }

  /// The value on real parameters, one weighting a lane.
  ///
  /// - Throws: ``SketchingError``.
  public func values(_ models: [[String: [Double]]]) throws(SketchingError) -> [[Double]] {
    let lanes = plan.precision.lanes
    var results: [[Double]] = []
    for start in stride(from: 0, to: models.count, by: lanes) {
      let block = Array(models[start..<min(start + lanes, models.count)])
      let outputs = try executing { () throws(ExecutionError) in
        try feedQuery()
        for parameter in parameters where plan.program.input(.parameter, parameter.name) != nil {
          try bound.setLanes(.parameter, parameter.name) { element, lane in
            block[min(lane, block.count - 1)][parameter.name]?[element] ?? .nan
          }
        }
        bound.run()
        return try bound.lanes("value")
      }
      results += block.indices.map { lane in outputs.map { $0[lane] } }
    }
    guard results.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw notFinite }
    return results
  }

  /// The value on the undeleted model, and its tangents on jets of it: lane, output, coefficient 1…d.
  ///
  /// - Parameters:
  ///   - lanes: how many lanes there are.
  ///   - tangents: the tangents of a parameter: its index, element, coefficient 1…d and lane.
  /// - Returns: the value for each output, and for each lane and output the coefficients 1…d.
  /// - Throws: ``SketchingError``.
  public func jets(
    lanes: Int,
    tangents: (_ parameter: Int, _ element: Int, _ coefficient: Int, _ lane: Int) -> Complex
  ) throws(SketchingError) -> (base: [Double], tangents: [[[Complex]]]) {
    let width = plan.precision.lanes
    var base: [Double] = []
    var results: [[[Complex]]] = []
    for start in stride(from: 0, to: lanes, by: width) {
      let used = min(width, lanes - start)
      let outputs = try executing { () throws(ExecutionError) in
        try feedQuery()
        for (index, parameter) in parameters.enumerated()
        where plan.program.input(.parameter, parameter.name) != nil {
          try bound.setShared(.parameter, parameter.name, self.base[parameter.name] ?? [])
          try bound.setTangents(.parameter, parameter.name) { element, coefficient, lane in
            guard lane < used else { return (0, 0) }
            let value = tangents(index, element, coefficient, start + lane)
            return (value.re, value.im)
          }
        }
        bound.run()
        base = try bound.shared("value")
        return try bound.tangents("value")
      }
      results += (0..<used).map { lane in
        outputs.map { output in output.map { Complex($0[lane].re, $0[lane].im) } }
      }
    }
    let numbers = base + results.flatMap { $0.flatMap { $0.flatMap { [$0.re, $0.im] } } }
    guard numbers.allSatisfy(\.isFinite) else { throw notFinite }
    return (base, results)
  }

  private var notFinite: SketchingError {
    .measurementNotFinite(measurement: target.measurement, query: target.query)
  }

  private func feedQuery() throws(ExecutionError) {
    for tensor in target.example
    where plan.program.input(.example, tensor.name) != nil {
      switch tensor.element {
      case .integer: try bound.setIntegers(.example, tensor.name, tensor.integers)
      case .real: try bound.setShared(.example, tensor.name, tensor.reals)
      }
    }
    for parameter in parameters where plan.program.input(.base, parameter.name) != nil {
      try bound.setShared(.base, parameter.name, base[parameter.name] ?? [])
    }
  }
}
