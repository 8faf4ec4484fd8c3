import LacunaExecution
import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// A learner with a configuration and data: what checks of learners are done on.
public struct LearnerSubject: Sendable {
  /// The learner.
  public let learner: LoadedLearner
  /// Its configuration.
  public let configuration: Configuration
  /// Its training data.
  public let dataset: Dataset
  /// The seed of the initial state.
  public let seed: UInt64
  /// The number of steps that are trained, if it is not the learner's own.
  public let stepCount: Int?
  /// Where the data comes from, for messages.
  public let source: String

  /// The most steps that are trained where nobody asks for more.
  public static let mostSteps = 12

  /// Learner and data, for messages.
  public var name: String { "learner '\(learner.descriptor.name)', \(source)" }

  /// A fresh instance.
  ///
  /// - Throws: ``PluginError``.
  public func make() throws(PluginError) -> any LearningAlgorithm {
    try learner.make(configuration: configuration, records: dataset.records)
  }

  /// What training needs.
  ///
  /// - Parameters:
  ///   - steps: the number of steps; the learner's own, but no more than ``mostSteps``, when nil.
  ///   - instance: an instance that there is already.
  /// - Returns: learner, data and programs.
  /// - Throws: ``Finding`` with the name of the subject, or ``PluginError``.
  public func problem(
    steps: Int? = nil,
    instance: (any LearningAlgorithm)? = nil
  ) throws -> TrainingProblem {
    let instance = try instance ?? make()
    let count = try steps ?? shortened(instance)
    do {
      return try TrainingProblem(
        name: learner.descriptor.name,
        learner: instance,
        dataset: dataset,
        steps: count,
        initialState: .drawn(seed: seed)
      )
    } catch {
      throw Finding("\(source): \(error)")
    }
  }

  /// The number of steps to train, where it is not the learner's own.
  private func shortened(_ instance: any LearningAlgorithm) throws -> Int? {
    if let stepCount { return min(stepCount, Self.mostSteps) }
    let own = try instance.schedule(exampleCount: dataset.count, stepCount: nil).steps.count
    return own > Self.mostSteps ? Self.mostSteps : nil
  }

  /// The trained parameters for each weighting of the examples.
  ///
  /// - Throws: ``Finding`` with the name of the subject when training fails.
  public func train(
    _ problem: TrainingProblem,
    weightings: [[Double]]? = nil
  ) throws -> [[String: [Double]]] {
    do {
      return try Retraining(problem, options: ExecutionOptions()).parameters(
        weightings: weightings ?? [Array(repeating: 1, count: dataset.count)]
      )
    } catch {
      throw Finding("\(source): \(error)")
    }
  }
}
