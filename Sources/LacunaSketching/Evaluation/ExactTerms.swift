import LacunaExecution
import LacunaProtocols
import LacunaStores
import Synchronization

/// The exact Taylor terms of measurements along deletion sets: jets of training along each 1_D, lanes beside
/// each other.
///
/// Their cost is that of a sketch with as many directions as sets; they have no sampling error.
public struct ExactTerms: Sendable {
  /// For each set and target, the terms of degree 1…d.
  public let terms: [[[Double]]]

  /// Trains over jets along some deletion sets and measures.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - sets: the units of each deletion set.
  ///   - degree: of the jets.
  ///   - targets: what is measured; scalars.
  ///   - options: how the machine is used.
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    deleting sets: [[Int]],
    degree: Int,
    targets: [MeasuredQuery],
    options: ExecutionOptions
  ) throws {
    try self.init(
      problem,
      along: sets.map { Reweighting(deleting: $0) },
      degree: degree,
      targets: targets,
      options: options
    )
  }

  /// Trains over jets along some reweightings and measures.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - reweightings: the units that change, and their downweights.
  ///   - degree: of the jets.
  ///   - targets: what is measured; scalars.
  ///   - options: how the machine is used.
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    along reweightings: [Reweighting],
    degree: Int,
    targets: [MeasuredQuery],
    options: ExecutionOptions
  ) throws {
    let lines = reweightings.map { $0.line(units: problem.unitCount) }
    guard problem.computed == nil, targets.allSatisfy({ !$0.hasAccuracy }) else {
      terms = try lines.enumerated().map { index, line in
        options.progress(Progress(done: index, total: lines.count))
        let jet = try JetOfTraining(problem, direction: line, degree: degree, options: options)
        return try targets.map { try jet.measure($0).tangents.map(\.re) }
      }
      return
    }
    let plan = try TrainingPlan(problem, ring: .jet(degree: degree), options: options)
    let lanes = options.precision.lanes
    let blocks = stride(from: 0, to: lines.count, by: lanes).map {
      $0..<min($0 + lanes, lines.count)
    }
    let counter = ProgressCounter(
      total: blocks.count * problem.stepCount,
      report: options.progress
    )
    let groups = plan.groups(of: blocks.count, threads: options.threads)
    let most = groups.map(\.count).max() ?? 1
    let results = Mutex([[[Double]]](repeating: [], count: lines.count))
    try Parallel.forEach(groups.count, threads: options.threads) {
      try TrainingRun(plan, blocks: most)
    } body: { run, number in
      let group = blocks[groups[number]]
      try run.train(group.map { .directions(Array(lines[$0])) }, options: options) { _ in
        counter.add(1)
      }
      for (position, block) in group.enumerated() {
        let found = try Self.measure(run.workspace, position, block.count, targets, plan, options)
        results.withLock { results in
          for (lane, index) in block.enumerated() { results[index] = found[lane] }
        }
      }
    }
    terms = results.withLock { $0 }
  }

  /// The terms of a trained block: lane, target, degree.
  private static func measure(
    _ workspace: Workspace,
    _ block: Int,
    _ lanes: Int,
    _ targets: [MeasuredQuery],
    _ plan: TrainingPlan,
    _ options: ExecutionOptions
  ) throws -> [[[Double]]] {
    let parameters = plan.problem.parameters
    guard case .jet(let degree) = plan.layout.ring else { return [] }
    var base: [String: [Double]] = [:]
    let tangents = try executing { () throws(ExecutionError) in
      var tangents: [TangentArray] = []
      for tensor in parameters {
        base[tensor.name] = try workspace.primal(tensor.name)
        tangents.append(try workspace.tangents(tensor.name, block: block))
      }
      return tangents
    }
    let columns = try targets.map { target in
      let measurer = try Measurer(
        target,
        parameters: parameters,
        base: base,
        ring: .jet(degree: degree),
        options: options
      )
      return try measurer.jets(lanes: lanes) { parameter, element, coefficient, lane in
        let value = tangents[parameter][element, coefficient, lane]
        return Complex(value.re, value.im)
      }
    }
    return (0..<lanes).map { lane in
      columns.map { ($0.tangents[lane].first ?? []).map(\.re) }
    }
  }
}
