/// What one kernel call of a plan did, over all runs that were profiled.
public struct CallProfile: Sendable {
  /// The plan, in the order in which plans were first run.
  public var plan: Int
  /// The name of the kernel.
  public var kernel: String
  /// The operation of the program that the call is part of, or `state` for what moves state back.
  public var operation: String
  /// The extents, with × between: those of the loops, and of matrix products also m, k and n.
  public var detail: String
  /// How often the plan was run.
  public var runs: Int
  /// Seconds in all runs.
  public var seconds: Double
  /// The multiply–adds that were needed, of all lanes in all runs.
  public var multiplyAdds: Double
  /// The bytes of the operands and the result that a run touches, by the nearest cache that still holds them,
  /// and last those that no cache holds.
  public var bytes: [Int]
}
