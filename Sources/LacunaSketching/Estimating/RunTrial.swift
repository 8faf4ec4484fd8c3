import LacunaExecution
import Synchronization

/// The first steps of a run, done to see how long they take, and thrown away.
public final class RunTrial: Sendable {
  private struct State {
    var first: (seconds: Double, steps: Double)?
    var last: (seconds: Double, steps: Double)?
    /// What each piece takes before its first step.
    var preparation = 0.0
    var isOver = false
    /// When to look again whether it is over.
    var nextLook = 0.0
  }

  private let precompute: Precompute
  private let ranges: [Range<Int>]
  private let plan: TrainingPlan
  private let pace: RunPace
  private let limit: @Sendable (_ projected: Double) -> Double
  private let seconds: @Sendable () -> Double
  private let state = Mutex(State())

  /// A trial of a run; nil for a learner that trains by itself, which has no steps.
  ///
  /// - Parameters:
  ///   - precompute: the run.
  ///   - ranges: the directions of each shard.
  ///   - limit: how many seconds may be tried, of a run that takes about so many.
  ///   - seconds: a clock that only goes forward.
  public init?(
    _ precompute: Precompute,
    _ ranges: [Range<Int>],
    limit: @escaping @Sendable (_ projected: Double) -> Double,
    seconds: @escaping @Sendable () -> Double
  ) {
    guard let plan = precompute.plan else { return nil }
    self.precompute = precompute
    self.ranges = ranges
    self.plan = plan
    self.limit = limit
    self.seconds = seconds
    pace = precompute.pace(ranges)
  }

  /// Tries and returns how many seconds the run will take; nil when it was cancelled at once.
  ///
  /// - Throws: what the run throws, but for its interruption.
  public func run() throws -> Double? {
    let pieces = precompute.trial(ranges)
    let preparation = preparation(pieces[0])
    state.withLock { $0.preparation = preparation }
    let start = seconds()
    let begun = precompute.observed { [self] progress in
      note(progress, pieces.count, at: seconds() - start)
    } isCancelled: { [self] in
      precompute.options.isCancelled() || isOver(at: seconds() - start)
    }
    do {
      try begun.run(pieces) { _ in
      } onShard: { _ in
      }
    } catch SketchingError.interrupted {
      // As it should be, unless somebody else has interrupted it.
      if precompute.options.isCancelled() { throw SketchingError.interrupted }
    }
    return projection
  }

  /// The seconds that the directions of a piece take, which are made before its first step.
  private func preparation(_ piece: Range<Int>) -> Double {
    let start = seconds()
    for index in piece {
      _ = precompute.directions.direction(index, units: precompute.problem.unitCount)
    }
    return seconds() - start
  }

  private func note(_ progress: Progress, _ pieces: Int, at seconds: Double) {
    state.withLock { state in
      let steps = Double(progress.done) / Double(pieces)
      if state.first == nil { state.first = (seconds, steps) }
      if steps > state.last?.steps ?? 0 { state.last = (seconds, steps) }
    }
  }

  private func isOver(at now: Double) -> Bool {
    let looks = state.withLock { state in
      // Each thread has done a step; a look goes through all steps, so there are few of them.
      guard !state.isOver, state.last?.steps ?? 0 >= 1, now >= state.nextLook else { return false }
      state.nextLook = now * 1.1
      return true
    }
    if looks, let projection, now >= limit(projection) { state.withLock { $0.isOver = true } }
    return state.withLock { $0.isOver }
  }

  /// The time of the run: for each piece its directions, and steps at the rate of those that were done
  /// after the first.
  private var projection: Double? {
    state.withLock { state in
      guard let first = state.first, let last = state.last else { return nil }
      let (begun, done) = (plan.work(inSteps: first.steps), plan.work(inSteps: last.steps))
      // The first step finds everything cold; where it is the only one, it has to do.
      let isWarm = done > begun && last.seconds > first.seconds
      let steps =
        isWarm ? (last.seconds - first.seconds) / (done - begun) : last.seconds / max(done, 1e-12)
      return pace.total(piece: state.preparation + steps)
    }
  }
}
