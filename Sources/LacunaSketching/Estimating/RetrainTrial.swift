import LacunaExecution
import Synchronization

/// The first steps of a plain training, done to see how long it takes, and thrown away.
public struct RetrainTrial {
  private let problem: TrainingProblem
  private let options: ExecutionOptions
  private let limit: Double
  private let seconds: @Sendable () -> Double

  /// A trial of a problem.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - options: how the machine is used; one thread, whatever they say, for one model.
  ///   - limit: the seconds after which it ends, with the step that it is at.
  ///   - seconds: a clock that only goes forward.
  public init(
    _ problem: TrainingProblem,
    options: ExecutionOptions,
    limit: Double,
    seconds: @escaping @Sendable () -> Double
  ) {
    self.problem = problem
    self.options = options
    self.limit = limit
    self.seconds = seconds
  }

  /// Tries and returns how many seconds training one model takes.
  ///
  /// - Returns: the seconds; nil for a learner that trains by itself, which has no steps, and when it was
  ///   interrupted.
  /// - Throws: ``SketchingError``.
  public func run() throws -> Double? {
    guard problem.computed == nil else { return nil }
    let plan = try TrainingPlan(problem, ring: .lanes, options: options)
    let run = try TrainingRun(plan)
    // The first step finds everything cold.
    var (first, last): (Double?, Double) = (nil, 0)
    var steps = 0
    let over = Mutex(false)
    var options = options
    options.isCancelled = { [asked = self.options.isCancelled] in over.withLock { $0 } || asked() }
    let start = seconds()
    do {
      try run.train(.weights([problem.undeleted]), options: options) { _ in
        steps += 1
        last = seconds()
        let begun = first ?? last
        first = begun
        if steps > 1, last - begun >= limit { over.withLock { $0 = true } }
      }
      return seconds() - start
    } catch SketchingError.interrupted {
      if self.options.isCancelled() { return nil }
    }
    guard let first, steps > 1 else { return nil }
    return (last - first) / (plan.work(inSteps: Double(steps)) - plan.work(inSteps: 1))
  }
}
