import LacunaExecution

/// What checkpoints of a reverse pass may take.
public struct CheckpointBudget: Sendable {
  /// The bytes of all checkpoints of all threads.
  public var bytes: Int
  /// The folder of files that hold them; nil for memory.
  public var folder: String?

  /// A budget.
  public init(bytes: Int, inFilesOf folder: String? = nil) {
    self.bytes = bytes
    self.folder = folder
  }

  /// The schedule of one thread.
  ///
  /// - Parameters:
  ///   - steps: of the training run.
  ///   - size: the bytes of a checkpoint.
  ///   - threads: how many work at once.
  /// - Returns: a schedule with as many checkpoints as fit, at least one.
  func schedule(steps: Int, size: Int, threads: Int) -> CheckpointSchedule {
    CheckpointSchedule(steps: steps, slots: max(1, bytes / max(1, threads) / max(1, size) - 1))
  }
}
