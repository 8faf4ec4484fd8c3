import LacunaPrograms

/// The memory of one thread of a run: the state of its lanes, and what its plans work in.
///
/// Several blocks of lanes can be trained together, each with slots of its own; what all lanes share is then
/// computed once for all of them. Not to be used by two threads at a time.
public final class Workspace {
  /// Where the state lies.
  public let layout: StateLayout
  let memory: Memory
  private var bound: [ObjectIdentifier: BoundPlan] = [:]

  /// The areas of memory, which bound plans keep alive too.
  struct Memory {
    /// The constant terms of the state.
    let primal: AlignedMemory
    /// For each block of lanes, the slots of the state.
    let blocks: [AlignedMemory]
    /// What all lanes share in a run, once for each frame.
    let frames: AlignedMemory
    let frameCount: Int
    /// The bytes from one frame to the next.
    let frameBytes: Int
    let scratch: AlignedMemory
  }

  /// The number of blocks of lanes.
  public var blockCount: Int { memory.blocks.count }
  /// The number of frames.
  public var frameCount: Int { memory.frameCount }

  /// A workspace with zero state, large enough for each of the plans.
  ///
  /// - Parameters:
  ///   - layout: where the state lies.
  ///   - plans: the plans that will run in it.
  ///   - blocks: the number of blocks of lanes with states of their own.
  ///   - frames: the number of runs whose shared phase may come before the lanes of the first.
  /// - Throws: ``ExecutionError/outOfMemory(bytes:)``.
  public init(
    layout: StateLayout,
    plans: [Plan],
    blocks: Int = 1,
    frames: Int = 1
  ) throws(ExecutionError) {
    self.layout = layout
    let frameBytes = Self.frameBytes(of: plans)
    var states: [AlignedMemory] = []
    for _ in 0..<blocks { states.append(try AlignedMemory(bytes: layout.blockBytes)) }
    memory = Memory(
      primal: try AlignedMemory(bytes: layout.primalBytes),
      blocks: states,
      frames: try AlignedMemory(bytes: frameBytes * frames),
      frameCount: frames,
      frameBytes: frameBytes,
      scratch: try AlignedMemory(bytes: plans.map(\.scratchBytes).max() ?? 0)
    )
  }

  /// The bytes that a workspace takes.
  public static func bytes(
    layout: StateLayout,
    plans: [Plan],
    blocks: Int = 1,
    frames: Int = 1
  ) -> Int {
    layout.primalBytes + blocks * layout.blockBytes + frames * frameBytes(of: plans)
      + (plans.map(\.scratchBytes).max() ?? 0)
  }

  private static func frameBytes(of plans: [Plan]) -> Int {
    Alignment.roundUp(plans.map(\.frameBytes).max() ?? 0)
  }

  /// A workspace for one plan without state.
  ///
  /// - Throws: ``ExecutionError/outOfMemory(bytes:)``.
  public convenience init(for plan: Plan) throws(ExecutionError) {
    try self.init(
      layout: StateLayout([], ring: plan.ring, precision: plan.precision),
      plans: [plan]
    )
  }

  /// The plan with addresses in this workspace, ready to be fed and run.
  ///
  /// Plans of a workspace share its memory: feed and run one before binding values of the next.
  public func bind(_ plan: Plan) -> BoundPlan {
    if let known = bound[ObjectIdentifier(plan)] { return known }
    precondition(
      plan.scratchBytes <= memory.scratch.bytes && plan.frameBytes <= memory.frameBytes,
      "the workspace was made without this plan"
    )
    precondition(
      plan.stateBytes == nil || plan.stateBytes == layout.blockBytes,
      "the plan was made for another layout of the state"
    )
    let made = BoundPlan(plan, in: memory)
    bound[ObjectIdentifier(plan)] = made
    return made
  }
}
