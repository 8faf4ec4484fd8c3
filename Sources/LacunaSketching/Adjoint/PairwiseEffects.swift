import LacunaExecution
import LacunaProtocols

/// What every unit does to a measurement together with some given ones, beyond the sum of what they do apart: exact
/// to the second order.
///
/// With the second derivatives H and the given units S that is (H 1_S)_u, one Hessian-vector product: the
/// gradient along 1_S to the first order, by one pass through training over jets and one back.
public struct PairwiseEffects: Sendable {
  /// For each measurement, by unit: the joint effect beyond the sum; of the given units that among themselves.
  public let effects: [[Double]]

  /// Goes through training along some units, and back.
  ///
  /// - Parameters:
  ///   - problem: what is trained.
  ///   - units: those that are given.
  ///   - targets: what is measured; scalars.
  ///   - options: how the machine is used.
  ///   - budget: what checkpoints may take.
  /// - Throws: ``SketchingError``.
  public init(
    _ problem: TrainingProblem,
    with units: [Int],
    of targets: [MeasuredQuery],
    options: ExecutionOptions,
    budget: CheckpointBudget
  ) throws {
    let sketching = try GradientSketching(problem, degree: 2, options: options, budget: budget)
    let line = Reweighting(deleting: units).line(units: problem.unitCount)
    effects = try sketching.jets(along: [line], of: targets).map { outputs in
      outputs.first?.first?.coefficients.first?.map(\.re) ?? []
    }
  }
}
