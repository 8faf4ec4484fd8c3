import LacunaExecution

/// The arithmetic of a precompute.
public struct WorkEstimate: Equatable, Sendable, Encodable {
  /// The multiply–adds of a step along a direction that the mathematics needs, averaged over steps.
  public let multiplyAddsPerStep: Double
  /// The multiply–adds of the run, of lanes that no direction fills too.
  public let multiplyAdds: Double

  /// The work of a run; nil for a learner that trains by itself.
  ///
  /// - Parameters:
  ///   - precompute: the run.
  ///   - ranges: the directions of each shard.
  public init?(_ precompute: Precompute, _ ranges: [Range<Int>]) {
    guard let plan = precompute.plan else { return nil }
    multiplyAddsPerStep = plan.multiplyAddsPerStep
    let lanes = precompute.pieceCount(ranges) * precompute.options.precision.lanes
    multiplyAdds = multiplyAddsPerStep * Double(lanes) * Double(precompute.problem.stepCount)
  }
}

extension TrainingPlan {
  /// The part of a training's multiply–adds that is in its first steps, from 0 to 1.
  ///
  /// Steps of other shapes are of other lengths; a few of them, timed, say more about all when they are
  /// weighed so.
  ///
  /// - Parameter steps: the number of steps, which may be broken.
  /// - Returns: the part.
  public func work(inSteps steps: Double) -> Double {
    let whole = min(max(0, Int(steps)), problem.stepCount)
    var done = 0.0
    var total = 0.0
    for (index, program) in problem.programOfStep.enumerated() {
      // A step that needs none takes its time nevertheless.
      let work = max(plans[program].multiplyAddsPerLane, 1)
      total += work
      if index < whole { done += work }
      if index == whole { done += work * (steps - Double(whole)) }
    }
    return total > 0 ? min(1, done / total) : 1
  }
}
