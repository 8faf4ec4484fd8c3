import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// The plans of a training problem over one ring, shared by all threads.
public struct TrainingPlan: Sendable {
  /// The problem.
  public let problem: TrainingProblem
  /// Where the state lies.
  public let layout: StateLayout
  /// A plan for each step program.
  public let plans: [Plan]

  /// Plans every step program of a problem.
  ///
  /// - Throws: ``SketchingError/execution(_:)``.
  public init(
    _ problem: TrainingProblem,
    ring: Ring,
    options: ExecutionOptions
  ) throws(SketchingError) {
    self.problem = problem
    let layout = StateLayout(
      problem.state.map { ($0.name, Shape($0.shape)) },
      ring: ring,
      precision: options.precision
    )
    self.layout = layout
    plans = try executing { () throws(ExecutionError) in
      var plans: [Plan] = []
      for program in problem.programs {
        plans.append(
          try Plan(
            program: program,
            ring: ring,
            precision: options.precision,
            instructionSet: options.instructionSet,
            varying: [.state, .weights],
            layout: layout
          )
        )
      }
      return plans
    }
  }

  /// The multiply–adds that a whole training needs for each lane, averaged over its steps.
  public var multiplyAddsPerStep: Double {
    let total = problem.programOfStep.reduce(0) { $0 + plans[$1].multiplyAddsPerLane }
    return total / Double(problem.stepCount)
  }

  /// The bytes that one thread takes.
  public var bytesPerThread: Int { layout.bytes + (plans.map(\.scratchBytes).max() ?? 0) }
}
