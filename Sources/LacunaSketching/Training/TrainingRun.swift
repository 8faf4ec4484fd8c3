import LacunaExecution
import LacunaPrograms
import LacunaProtocols

/// The weights of the examples in the lanes of one block.
public enum LaneWeights: Sendable {
  /// A downweight `zψ` of units in each lane: the weight of example i is its base weight times
  /// 1 − zψ[unit(i)].
  case directions([[Complex]])
  /// A real weight for each example in each lane; 0 = deleted.
  case weights([[Double]])
}

/// One thread's training of blocks of lanes.
public final class TrainingRun {
  /// The plans.
  public let plan: TrainingPlan
  /// The memory, which after a run holds the trained state.
  public let workspace: Workspace
  /// Where the time of kernels is noted, when it is wanted.
  public var profiler: PlanProfiler?
  private let bound: [BoundPlan]
  /// What the lanes' weights in scratch memory were last fed for.
  private var fed: Fed?

  private struct Fed: Equatable {
    var program: Int
    var batch: Int
    var block: Int
  }

  /// A run with memory of its own.
  ///
  /// - Parameters:
  ///   - plan: the plans.
  ///   - blocks: the number of blocks that are trained together.
  ///   - beside: other plans that run on the same memory.
  /// - Throws: ``SketchingError/execution(_:)`` when there is not enough memory.
  public init(
    _ plan: TrainingPlan,
    blocks: Int = 1,
    beside: [Plan] = []
  ) throws(SketchingError) {
    self.plan = plan
    let workspace = try executing { () throws(ExecutionError) in
      try Workspace(
        layout: plan.layout,
        plans: plan.plans + beside,
        blocks: blocks,
        frames: plan.window(blocks: blocks)
      )
    }
    self.workspace = workspace
    bound = plan.plans.map { workspace.bind($0) }
  }

  /// Trains all lanes of one block from the initial state.
  ///
  /// - Parameters:
  ///   - weights: what differs between lanes; missing lanes are as if nothing were deleted.
  ///   - options: where progress goes and cancellation comes from.
  ///   - onStep: called after each step.
  /// - Throws: ``SketchingError/notFinite(step:steps:tensor:hint:)`` with the first step that gave a number
  ///   that is not finite, ``SketchingError/interrupted``.
  public func train(
    _ weights: LaneWeights,
    options: ExecutionOptions,
    onStep: (Int) -> Void = { _ in }
  ) throws(SketchingError) {
    try train([weights], options: options, onStep: onStep)
  }

  /// Trains blocks of lanes together from the initial state.
  ///
  /// - Parameters:
  ///   - blocks: for each block what differs between its lanes, at most as many as the run was made for.
  ///   - options: where progress goes and cancellation comes from.
  ///   - onStep: called after each step of each block.
  /// - Throws: like the training of one block; of several that fail, the first is named.
  public func train(
    _ blocks: [LaneWeights],
    options: ExecutionOptions,
    onStep: (Int) -> Void = { _ in }
  ) throws(SketchingError) {
    try run(blocks, window: workspace.frameCount, options: options, onStep: onStep)
    guard let failed = blocks.indices.first(where: { !workspace.isFinite(block: $0) }) else {
      return
    }
    // Only now is it worth looking after each step.
    var last = 0
    try run([blocks[failed]], window: 1, options: options) { _ in
    } afterStep: { step in
      last = step
      return workspace.isFinite(block: 0)
    }
    throw notFinite(last)
  }

  private func run(
    _ blocks: [LaneWeights],
    window: Int,
    options: ExecutionOptions,
    onStep: (Int) -> Void,
    afterStep: (Int) -> Bool = { _ in true }
  ) throws(SketchingError) {
    try begin()
    let count = plan.problem.stepCount
    for start in stride(from: 0, to: count, by: window) {
      let steps = start..<min(start + window, count)
      for step in steps {
        try executing { () throws(ExecutionError) in try prepare(step, frame: step - start) }
      }
      for (block, weights) in blocks.enumerated() {
        for step in steps {
          if options.isCancelled() { throw .interrupted }
          advance(step, frame: step - start, block: block, weights)
          onStep(step)
        }
      }
      if !afterStep(start) { return }
    }
  }

  /// Sets the initial state.
  func begin() throws(SketchingError) {
    let problem = plan.problem
    try executing { () throws(ExecutionError) in
      for tensor in problem.state {
        try workspace.setState(tensor.name, problem.initialState[tensor.name] ?? [])
      }
    }
    fed = nil
  }

  /// Computes what all lanes share in a step.
  func prepare(_ step: Int, frame: Int) throws(ExecutionError) {
    let number = plan.problem.programOfStep[step]
    let bound = bound[number]
    bound.select(frame: frame, block: 0)
    try plan.feedShared(bound, plan.feeds[number], step)
    if let profiler { bound.runShared(notingIn: profiler) } else { bound.runShared() }
  }

  /// Does a step for the first block, whatever ran on the memory before.
  func advance(_ step: Int, _ weights: LaneWeights) throws(SketchingError) {
    try executing { () throws(ExecutionError) in try prepare(step, frame: 0) }
    fed = nil
    advance(step, frame: 0, block: 0, weights)
  }

  /// Does a step that was prepared, for one block.
  private func advance(_ step: Int, frame: Int, block: Int, _ weights: LaneWeights) {
    let number = plan.problem.programOfStep[step]
    let bound = bound[number]
    bound.select(frame: frame, block: block)
    let feeding = Fed(program: number, batch: plan.batchOfStep[step], block: block)
    if feeding != fed, let input = plan.feeds[number].weights {
      plan.feed(bound, input, step, weights)
      fed = feeding
    }
    if let profiler { bound.runLanes(notingIn: profiler) } else { bound.runLanes() }
  }

  private func notFinite(_ step: Int) -> SketchingError {
    .notFinite(
      step: step,
      steps: plan.problem.stepCount,
      tensor: (try? executing { () throws(ExecutionError) in try workspace.firstNotFinite() })
        ?? "state",
      hint: "lower the learning rate, raise the optimiser's epsilon, or lower the degree"
    )
  }
}
