import LacunaExecution

/// How a run uses the machine.
///
/// No option changes a result, but `precision`, and `baseline` in the last bits.
public struct ExecutionOptions: Sendable {
  /// The floating-point format.
  public var precision: Precision
  /// The instruction set.
  public var instructionSet: InstructionSet
  /// How many threads work at once.
  public var threads: Int
  /// Called now and then, from any thread, with how far the run is.
  public var progress: @Sendable (Progress) -> Void
  /// Asked now and then whether to stop.
  public var isCancelled: @Sendable () -> Bool

  /// Options for a run.
  public init(
    precision: Precision = .float64,
    instructionSet: InstructionSet = .best,
    threads: Int = 1,
    progress: @escaping @Sendable (Progress) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.precision = precision
    self.instructionSet = instructionSet
    self.threads = threads
    self.progress = progress
    self.isCancelled = isCancelled
  }
}

/// How far a run is.
public struct Progress: Sendable {
  /// Lane-blocks times steps done.
  public var done: Int
  /// Lane-blocks times steps in all.
  public var total: Int

  /// So much done of so much.
  public init(done: Int, total: Int) {
    self.done = done
    self.total = total
  }
}
