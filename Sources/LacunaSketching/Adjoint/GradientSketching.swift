import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import Synchronization

/// Series of gradients along directions: for each direction ψ the whole of ∇f(zψ) mod z^d, n numbers a degree
/// where a sketch of the parameters gives one.
///
/// Lanes carry directions. Results do not depend on the number of threads or on how directions are cut.
public struct GradientSketching: Sendable {
  /// What is trained.
  public let problem: TrainingProblem
  /// The degree of f that is reached: gradients are kept to one degree less.
  public let degree: Int
  private let plan: AdjointPlan
  private let options: ExecutionOptions
  private let budget: CheckpointBudget

  /// Plans gradients along directions.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - degree: of f, at least 2: the first is the gradient of a ``ReversePass``.
  ///   - options: how the machine is used.
  ///   - budget: what checkpoints may take.
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    degree: Int,
    options: ExecutionOptions,
    budget: CheckpointBudget
  ) throws(SketchingError) {
    try Self.check(degree: degree)
    self.problem = problem
    self.degree = degree
    self.options = options
    self.budget = budget
    plan = try AdjointPlan(
      problem,
      lanes: .directions(degree: degree - 1),
      options: options
    )
  }

  /// Makes sure that a degree can be asked for.
  ///
  /// - Throws: ``SketchingError/option(name:found:expected:)``.
  public static func check(degree: Int) throws(SketchingError) {
    guard 2...1000 ~= degree else {
      throw .option(
        name: "--degree",
        found: "\(degree)",
        expected: "2 to 1000 for gradients along directions; degree 1 needs none"
      )
    }
  }

  /// The gradients of measurements along directions.
  ///
  /// - Parameters:
  ///   - directions: ψ for each, by unit.
  ///   - targets: what is measured.
  /// - Returns: for each measurement, output and direction the jet.
  /// - Throws: ``SketchingError``.
  public func jets(
    along directions: [[Complex]],
    of targets: [MeasuredQuery]
  ) throws -> [[[GradientJet]]] {
    let none = GradientJet(coefficients: [])
    let results = Mutex(
      targets.map { target in
        [[GradientJet]](
          repeating: [GradientJet](repeating: none, count: directions.count),
          count: target.outputCount
        )
      }
    )
    try run(directions.indices, of: targets) {
      directions[$0]
    } onBlock: { range, found in
      results.withLock { results in
        for (target, outputs) in found.enumerated() {
          for (output, jets) in outputs.enumerated() {
            results[target][output].replaceSubrange(range, with: jets)
          }
        }
      }
    }
    return results.withLock { $0 }
  }

  /// The gradients of measurements along directions, as many at a time as there are lanes.
  ///
  /// - Parameters:
  ///   - indices: of the directions.
  ///   - targets: what is measured.
  ///   - direction: ψ of an index, by unit.
  ///   - onBlock: called with each block of directions when it is done, one at a time, in any order: for each
  ///     measurement, output and direction the jet.
  /// - Throws: ``SketchingError``, or what the callback throws.
  public func run(
    _ indices: Range<Int>,
    of targets: [MeasuredQuery],
    direction: @escaping @Sendable (Int) -> [Complex],
    onBlock: @escaping @Sendable (Range<Int>, [[[GradientJet]]]) throws -> Void
  ) throws {
    let blocks = blocks(of: indices)
    let rows = targets.reduce(0) { $0 + $1.outputCount }
    let threads = max(1, min(options.threads, blocks.count))
    let schedule = schedule(threads: threads)
    let forward = schedule.isWhole ? problem.stepCount : rows * schedule.advances + 1
    let counter = ProgressCounter(
      total: blocks.count * (forward + rows * problem.stepCount),
      report: options.progress
    )
    let order = Mutex(())
    try Parallel.forEach(blocks.count, threads: threads) {
      try JetReversal(plan, degree: degree - 1, schedule, budget, options)
    } body: { reversal, number in
      let block = blocks[number]
      let found = try reversal.jets(along: block.map(direction), of: targets, counter)
      try order.withLock { _ in try onBlock(block, found) }
    }
  }

  /// Blocks of as many directions as there are lanes, which begin where they always do.
  private func blocks(of indices: Range<Int>) -> [Range<Int>] {
    let lanes = options.precision.lanes
    var blocks: [Range<Int>] = []
    var next = indices.lowerBound
    while next < indices.upperBound {
      let end = min(indices.upperBound, (next / lanes + 1) * lanes)
      blocks.append(next..<end)
      next = end
    }
    return blocks
  }

  /// How checkpoints are used for so many directions.
  public func schedule(directions: Int) -> CheckpointSchedule {
    let lanes = options.precision.lanes
    return schedule(threads: max(1, min(options.threads, (directions + lanes - 1) / lanes)))
  }

  private func schedule(threads: Int) -> CheckpointSchedule {
    budget.schedule(steps: problem.stepCount, size: plan.checkpointBytes, threads: threads)
  }
}
