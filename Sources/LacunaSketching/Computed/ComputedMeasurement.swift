import LacunaProtocols

/// A measurement that computes numbers from numbers, rather than describing how in a program.
public protocol ComputedMeasurement: Sendable {
  /// Its name.
  var name: String { get }

  /// The measurement of a learner whose tensors have these types.
  ///
  /// - Throws: what is missing or does not fit, by name.
  func bind(_ available: [TypedSource]) throws -> any ComputedFunction
}

/// A computed measurement of one learner and one signature of the query: a black box over complex numbers.
public protocol ComputedFunction: Sendable {
  /// What it is computed by: where that changes, values cached before count no more.
  var identity: String { get }
  /// Whether it may be asked for real models alone, and not for jets.
  var isRealOnly: Bool { get }
  /// The relative size of its rounding errors.
  var roundoff: Double { get }
  /// What it reads.
  var sources: [ComputedSource] { get }
  /// The number of numbers it gives.
  var outputCount: Int { get }

  /// The numbers for what it reads.
  func evaluate(_ inputs: [ComputedSource: ComputedTensor]) throws -> [Complex]
}

/// A learner that trains by itself at complex weights of the examples, rather than describing a step.
public protocol ComputedLearner: LearningAlgorithm {
  /// What it is computed by, as text that a sketch keeps to notice when it has changed.
  var identity: String { get }
  /// The relative size of its rounding errors.
  var roundoff: Double { get }

  /// The trained parameters, in the order of the state, for a weight of each example.
  ///
  /// - Parameters:
  ///   - weights: 1 = kept, 0 = deleted, or any complex number near these.
  ///   - progress: told how far training is, from 0 to 1, where that is known.
  ///   - isCancelled: asked now and then whether to stop.
  /// - Returns: the elements of each parameter.
  /// - Throws: what went wrong, or ``SketchingError/interrupted``.
  func train(
    weights: [Complex],
    progress: @escaping @Sendable (Double) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> [[Complex]]

  /// The names and types of the outputs for an encoded record.
  func outputs(for example: [ExampleTensor]) throws -> [NamedType]

  /// The outputs of a model on an encoded record, in the order of ``outputs(for:)``.
  func predict(parameters: [[Complex]], example: [ExampleTensor]) throws -> [[Complex]]
}

extension ComputedLearner {
  /// One step on all examples: what trains by itself has no other.
  public func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    guard stepCount ?? 1 == 1 else {
      throw SketchingError.option(
        name: "--steps",
        found: "\(stepCount ?? 1)",
        expected: "1: this learner trains by itself, all examples at once"
      )
    }
    return Schedule(
      scalarNames: [],
      steps: [Schedule.Step(examples: Array(0..<exampleCount), scalars: [])]
    )
  }

  /// Refused: there is no step to describe.
  public func step(_ trace: StepTrace) throws { throw ComputedError.untraceable("step") }

  /// Refused: there is no program to describe.
  public func forward(_ trace: ForwardTrace) throws { throw ComputedError.untraceable("forward") }
}
