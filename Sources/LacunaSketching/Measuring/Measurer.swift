import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// Evaluates a measurement on trained parameters: on jets of them, or on real models.
///
/// Programs and functions of numbers, on learners that describe themselves and learners that compute, all
/// look alike from here.
public final class Measurer {
  private let target: MeasuredQuery
  private let evaluator: any QueryEvaluator

  /// An evaluator over a ring.
  ///
  /// - Parameters:
  ///   - target: what is measured.
  ///   - parameters: the parameters of the learner.
  ///   - base: the parameters of the undeleted model.
  ///   - ring: the numbers measured over.
  ///   - options: precision and instruction set.
  /// - Throws: ``SketchingError/execution(_:)``, or ``ComputedError/realOnly(measurement:)``.
  public init(
    _ target: MeasuredQuery,
    parameters: [StateTensor],
    base: [String: [Double]],
    ring: Ring,
    options: ExecutionOptions
  ) throws {
    self.target = target
    var degree = 1
    if case .jet(let found) = ring { degree = found }
    let forward = target.computedLearner.map { learner in
      ComputedForward(
        learner: learner,
        example: target.example,
        outputs: target.computedOutputs,
        parameters: parameters,
        base: base,
        degree: degree,
        name: "the learner"
      )
    }
    switch target.form {
    case .traced(let program):
      evaluator = try TracedEvaluator(
        program,
        target,
        parameters: parameters,
        base: base,
        forward: forward,
        ring: ring,
        options: options
      )
    case .mean(let queries):
      evaluator = MeanEvaluator(
        parts: try queries.map {
          try Measurer(
            $0,
            parameters: parameters,
            base: base,
            ring: ring,
            options: options
          )
        }
      )
    case .computed(let function, let program):
      if ring != .lanes, function.isRealOnly {
        throw ComputedError.realOnly(measurement: target.measurement)
      }
      let traced = try program.map { program in
        ProgramForward(
          program: program,
          names: function.sources.compactMap(\.outputName),
          runner: try ProgramRunner(
            program,
            example: target.example,
            parameters: parameters,
            base: base,
            ring: ring,
            options: options
          )
        )
      }
      evaluator = ComputedEvaluator(
        function: function,
        target: target,
        parameters: parameters,
        base: base,
        forward: traced ?? forward,
        degree: degree
      )
    }
  }

  /// The value on real parameters, for each model.
  ///
  /// - Throws: ``SketchingError``, or what a computed measurement throws.
  public func values(_ models: [[String: [Double]]]) throws -> [[Double]] {
    let results = try evaluator.values(models)
    guard results.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { throw notFinite }
    return results
  }

  /// The value on the undeleted model, and its tangents on jets of it: lane, output, coefficient 1…d.
  ///
  /// - Parameters:
  ///   - lanes: how many lanes there are.
  ///   - tangents: the tangents of a parameter: its index, element, coefficient 1…d and lane.
  /// - Returns: the value for each output, and for each lane and output the coefficients 1…d.
  /// - Throws: ``SketchingError``, or what a computed measurement throws.
  public func jets(
    lanes: Int,
    tangents: (_ parameter: Int, _ element: Int, _ coefficient: Int, _ lane: Int) -> Complex
  ) throws -> MeasuredJets {
    try withoutActuallyEscaping(tangents) { tangents in
      try jets(lanes: lanes, ParameterTangents(tangents))
    }
  }

  /// The value on the undeleted model, and its tangents on jets of it.
  ///
  /// - Throws: ``SketchingError``, or what a computed measurement throws.
  func jets(lanes: Int, _ tangents: ParameterTangents) throws -> MeasuredJets {
    let found = try evaluator.jets(lanes: lanes, tangents: tangents)
    let isFinite = found.tangents.allSatisfy {
      $0.allSatisfy { $0.allSatisfy { $0.re.isFinite && $0.im.isFinite } }
    }
    guard isFinite, found.base.allSatisfy(\.isFinite) else { throw notFinite }
    return found
  }

  /// A measurer of the same for another thread; nil where only one may work at a time.
  ///
  /// - Throws: ``SketchingError/execution(_:)``.
  func another() throws -> Measurer? {
    try evaluator.another().map { Measurer(target, $0) }
  }

  private init(_ target: MeasuredQuery, _ evaluator: any QueryEvaluator) {
    self.target = target
    self.evaluator = evaluator
  }

  private var notFinite: SketchingError {
    .measurementNotFinite(measurement: target.measurement, query: target.query)
  }
}

/// How a measurement of one form is evaluated.
protocol QueryEvaluator {
  func values(_ models: [[String: [Double]]]) throws -> [[Double]]
  func jets(lanes: Int, tangents: ParameterTangents) throws -> MeasuredJets
  /// An evaluator of the same for another thread; nil where only one may work at a time.
  func another() throws -> (any QueryEvaluator)?
}

extension ComputedSource {
  /// The name of an output of the forward function, of either model.
  var outputName: String? {
    switch self {
    case .output(let name), .baseOutput(let name): name
    default: nil
    }
  }
}
