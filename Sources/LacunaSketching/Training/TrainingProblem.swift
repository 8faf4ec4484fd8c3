import LacunaExecution
import LacunaPrograms
import LacunaProtocols
import LacunaStores

/// A learner, its data, its schedule and the state it begins with: all that training needs, traced.
public struct TrainingProblem: Sendable {
  /// The learner's name.
  public let name: String
  /// The learner.
  public let learner: any LearningAlgorithm
  /// The data.
  public let dataset: Dataset
  /// What is deleted together.
  public let units: Units
  /// What each example weighs where nothing is downweighted; nil where that is 1 for all.
  public let baseWeights: [Double]?
  /// The state.
  public let state: [StateTensor]
  /// The numbers that the state begins with.
  public let initialState: [String: [Double]]
  /// The mini-batch and the scalars of each step.
  public let schedule: Schedule
  /// The step program of each signature; none for a learner that trains by itself.
  public let programs: [Program]
  /// For each step, the index of its program.
  let programOfStep: [Int]
  /// For each step, its mini-batch, stacked along a new first axis.
  let batches: BatchTable

  /// The parameters, in order.
  public var parameters: [StateTensor] { state.filter { $0.role == .parameter } }
  /// The learner, where it trains by itself.
  public var computed: (any ComputedLearner)? { learner as? any ComputedLearner }
  /// The number of steps.
  public var stepCount: Int { schedule.steps.count }

  /// Encodes the data and traces a step for each signature.
  ///
  /// - Parameters:
  ///   - name: the learner's name.
  ///   - learner: the learner, made with this data.
  ///   - dataset: the data.
  ///   - steps: the number of steps, or nil for the learner's own.
  ///   - initialState: where training begins.
  ///   - units: what is deleted together; each example is its own unit by default.
  ///   - baseWeights: what each example weighs where nothing is downweighted; 1 by default.
  /// - Throws: ``SketchingError`` or ``TracingError``.
  public init(
    name: String,
    learner: any LearningAlgorithm,
    dataset: Dataset,
    steps: Int?,
    initialState: InitialState,
    units: Units? = nil,
    baseWeights: [Double]? = nil
  ) throws {
    self.name = name
    self.learner = learner
    self.dataset = dataset
    self.units = units ?? Units(each: dataset.count)
    self.baseWeights = baseWeights
    precondition(self.units.exampleCount == dataset.count, "units of other examples")
    precondition(baseWeights.map { $0.count == dataset.count } ?? true, "weights of other examples")
    state = learner.state
    self.initialState = try initialState.values(for: state)
    if let steps, steps < 1 {
      throw SketchingError.option(name: "--steps", found: "\(steps)", expected: "at least 1")
    }
    var schedule = try learner.schedule(exampleCount: dataset.count, stepCount: steps)
    schedule.shareExamples()
    self.schedule = schedule
    if let fault = schedule.fault(exampleCount: dataset.count) {
      throw SketchingError.learner(name: name, problem: "its schedule is wrong: \(fault)")
    }
    guard !(learner is any ComputedLearner) else {
      programs = []
      programOfStep = []
      batches = BatchTable()
      return
    }
    var encoded = [[ExampleTensor]](repeating: [], count: dataset.count)
    // In their order: of several that cannot be encoded, the first is named.
    for position in Set(schedule.steps.flatMap(\.examples)).sorted() {
      encoded[position] = try Self.encode(learner, dataset, position)
    }
    let batches = BatchTable(schedule, encoded)
    var programs: [Program] = []
    var known: [[NamedType]: Int] = [:]
    for batch in batches.distinct {
      guard let signature = batches.signature(of: batch) else {
        throw SketchingError.learner(
          name: name,
          problem: "examples of one mini-batch are encoded to different shapes"
        )
      }
      if known[signature] == nil {
        known[signature] = programs.count
        programs.append(
          try ProgramTracer.traceStep(
            learner,
            name: name,
            batch: signature,
            state: state,
            scalarNames: schedule.scalarNames
          )
        )
      }
    }
    self.programs = programs
    programOfStep = batches.map { known[batches.signature(of: $0) ?? []] ?? 0 }
    self.batches = batches
  }

  private static func encode(
    _ learner: any LearningAlgorithm,
    _ dataset: Dataset,
    _ position: Int
  ) throws -> [ExampleTensor] {
    do {
      return try learner.encode(dataset.records[position])
    } catch let error as any LacunaError {
      throw SketchingError.unencodable(
        what: "\(dataset.path), record \(position)",
        reason: error.description,
        category: error.category
      )
    }
  }
}
