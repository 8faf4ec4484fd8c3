import LacunaPrograms

/// The memory of one thread of a run: the state of its lanes, and the scratch memory of its plans.
///
/// Not to be used by two threads at a time.
public final class Workspace {
  /// Where the state lies.
  public let layout: StateLayout
  let state: AlignedMemory
  let scratch: AlignedMemory
  private var bound: [ObjectIdentifier: BoundPlan] = [:]

  /// A workspace with zero state, large enough for each of the plans.
  ///
  /// - Throws: ``ExecutionError/outOfMemory(bytes:)``.
  public init(layout: StateLayout, plans: [Plan]) throws(ExecutionError) {
    self.layout = layout
    state = try AlignedMemory(bytes: layout.bytes)
    scratch = try AlignedMemory(bytes: plans.map(\.scratchBytes).max() ?? 0)
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
  /// Plans of a workspace share scratch memory: feed and run one before binding values of the next.
  public func bind(_ plan: Plan) -> BoundPlan {
    if let known = bound[ObjectIdentifier(plan)] { return known }
    precondition(
      plan.scratchBytes <= scratch.bytes,
      "the workspace was made without this plan"
    )
    precondition(
      plan.stateBytes == nil || plan.stateBytes == layout.bytes,
      "the plan was made for another layout of the state"
    )
    let made = BoundPlan(plan, state: state, scratch: scratch)
    bound[ObjectIdentifier(plan)] = made
    return made
  }
}
