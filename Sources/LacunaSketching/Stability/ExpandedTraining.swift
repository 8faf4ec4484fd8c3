import LacunaExecution
import LacunaProtocols
import Synchronization

/// Training over jets along some lines, of which only what is measured is kept.
///
/// Memory is that of one block of lanes for each thread, whatever the number of lines.
public struct ExpandedTraining: Sendable {
  /// The value of each target on the undeleted model, for each output.
  public let base: [[Double]]
  /// The lines, in their order.
  public let lines: [ExpandedLine]

  /// Trains along lines and measures.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - lines: the directions of the downweights.
  ///   - degree: of the jets.
  ///   - targets: what is measured.
  ///   - options: how the machine is used.
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    along lines: [LineOfTraining],
    degree: Int,
    targets: [MeasuredQuery],
    options: ExecutionOptions
  ) throws {
    guard 1...1000 ~= degree else {
      throw SketchingError.option(name: "--degree", found: "\(degree)", expected: "1 to 1000")
    }
    let block = ExpandedBlock(problem: problem, degree: degree, targets: targets, options: options)
    let found = Mutex([ExpandedLine?](repeating: nil, count: lines.count))
    let base = Mutex([[Double]]())
    let keep: @Sendable (Range<Int>, ExpandedBlock.Result) -> Void = { range, result in
      base.withLock { $0 = result.base }
      found.withLock { found in
        for (index, line) in zip(range, result.lines) { found[index] = line }
      }
    }
    if let learner = problem.computed {
      var quiet = options
      quiet.progress = { _ in }
      let training = ComputedTraining(problem, learner, degree: degree, options: quiet)
      let counter = ProgressCounter(total: lines.count, report: options.progress)
      // What computes its numbers is called by one thread at a time.
      for (index, line) in lines.enumerated() {
        let jet = try training.jet(along: line.direction)
        keep(index..<(index + 1), try block.measure([line], jet))
        counter.add(1)
      }
    } else {
      let plan = try TrainingPlan(problem, ring: .jet(degree: degree), options: options)
      let width = options.precision.lanes
      let blocks = stride(from: 0, to: lines.count, by: width).map {
        $0..<min($0 + width, lines.count)
      }
      let counter = ProgressCounter(
        total: blocks.count * problem.stepCount,
        report: options.progress
      )
      try Parallel.forEach(blocks.count, threads: options.threads) {
        try TrainingRun(plan)
      } body: { run, number in
        let these = Array(lines[blocks[number]])
        try run.train(.directions(these.map(\.direction)), options: options) { _ in
          counter.add(1)
        }
        keep(blocks[number], try block.measure(these, run.workspace))
      }
    }
    self.base = base.withLock { $0 }
    self.lines = found.withLock { $0.compactMap { $0 } }
  }
}
