import LacunaExecution
import LacunaProtocols
import LacunaStores

/// The exact Taylor polynomial of a measurement along one reweighting w: f(t·w) in powers of t.
///
/// That of a deletion set D is w = 1_D.
public struct Curve: Sendable {
  /// For each query, the coefficients from degree 0.
  public let coefficients: [[Double]]
  /// For each query, how exactly its coefficients were interpolated, where they were.
  public let interpolations: [Interpolation?]
  /// The trained parameters along t·w, each `[degree + 1, …shape]`, degree first.
  public let parameters: [TensorData]

  /// Trains once over jets along a deletion set and measures each query.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - deleted: the units left out.
  ///   - degree: of the polynomial.
  ///   - targets: what is measured; scalars.
  ///   - options: how the machine is used.
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    deleting deleted: [Int],
    degree: Int,
    targets: [MeasuredQuery],
    options: ExecutionOptions
  ) throws {
    try self.init(
      problem,
      along: Reweighting(deleting: deleted),
      degree: degree,
      targets: targets,
      options: options
    )
  }

  /// Trains once over jets along a reweighting and measures each query.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - reweighting: the units that change, and their downweights at t = 1.
  ///   - degree: of the polynomial.
  ///   - targets: what is measured; scalars.
  ///   - options: how the machine is used.
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    along reweighting: Reweighting,
    degree: Int,
    targets: [MeasuredQuery],
    options: ExecutionOptions
  ) throws {
    let line = reweighting.line(units: problem.unitCount)
    let computed = try JetOfTraining(problem, direction: line, degree: degree, options: options)
    let jets = try targets.map { try computed.jets(of: $0) }
    coefficients = jets.map { jet in
      [jet.base.first ?? 0] + (jet.tangents.first?.first ?? []).map(\.re)
    }
    interpolations = jets.map { Interpolation($0.tangents, $0.accuracy ?? []) }
    parameters = try computed.parameters.map { tensor in
      try TensorData(
        tensor.name,
        reals: tensor.primal + tensor.tangents.flatMap { $0.map(\.re) },
        shape: [degree + 1] + tensor.shape,
        .float64
      )
    }
  }
}

/// The jet of one training run along one direction of the downweights.
public struct JetOfTraining {
  /// A trained parameter: its constant term, and for each degree from 1 its elements.
  public struct Parameter: Sendable {
    /// Its name.
    public let name: String
    /// Its shape.
    public let shape: [Int]
    /// The constant term of each element.
    public let primal: [Double]
    /// Degree, then element.
    public let tangents: [[Complex]]
  }

  /// The trained parameters.
  public let parameters: [Parameter]
  private let problem: TrainingProblem
  private let degree: Int
  private let options: ExecutionOptions

  /// Trains over jets along a direction.
  ///
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    direction: [Complex],
    degree: Int,
    options: ExecutionOptions
  ) throws {
    guard 1...1000 ~= degree else {
      throw SketchingError.option(name: "--degree", found: "\(degree)", expected: "1 to 1000")
    }
    self.problem = problem
    self.degree = degree
    self.options = options
    if let learner = problem.computed {
      let training = ComputedTraining(problem, learner, degree: degree, options: options)
      parameters = try training.jet(along: direction)
      return
    }
    let plan = try TrainingPlan(problem, ring: .jet(degree: degree), options: options)
    let run = try TrainingRun(plan)
    let counter = ProgressCounter(total: problem.stepCount, report: options.progress)
    try run.train(.directions([direction]), options: options) { _ in counter.add(1) }
    parameters = try executing { () throws(ExecutionError) in
      var parameters: [Parameter] = []
      for tensor in problem.parameters {
        let tangents = try run.workspace.tangents(tensor.name)
        let count = tensor.shape.reduce(1, *)
        parameters.append(
          Parameter(
            name: tensor.name,
            shape: tensor.shape,
            primal: try run.workspace.primal(tensor.name),
            tangents: (1...degree).map { r in
              (0..<count).map { element in
                let value = tangents[element, r, 0]
                return Complex(value.re, value.im)
              }
            }
          )
        )
      }
      return parameters
    }
  }

  /// The jet of a scalar measurement: its constant term, and its coefficients from degree 1.
  ///
  /// - Throws: ``SketchingError``.
  public func measure(
    _ target: MeasuredQuery
  ) throws -> (base: Double, tangents: [Complex]) {
    let jets = try jets(of: target)
    return (jets.base.first ?? 0, jets.tangents.first?.first ?? [])
  }

  /// The jets of a measurement, in one lane.
  func jets(of target: MeasuredQuery) throws -> MeasuredJets {
    let base = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.primal) })
    let measurer = try Measurer(
      target,
      parameters: problem.parameters,
      base: base,
      ring: .jet(degree: degree),
      options: options
    )
    return try measurer.jets(lanes: 1) { parameter, element, coefficient, _ in
      parameters[parameter].tangents[coefficient - 1][element]
    }
  }
}
