import LacunaExecution

/// What checkpoints of a reverse pass may take.
public struct CheckpointBudget: Sendable {
  /// The bytes of all checkpoints of all threads, at most.
  public var bytes: Int
  /// The folder of files that hold them; nil for memory.
  public var folder: String?
  /// Whether all of it is used if it helps, or no more than is worth it.
  public var isGenerous: Bool

  /// The bytes for each thread that are not worth a thought.
  private static let little = 64 << 20

  /// A budget.
  ///
  /// - Parameters:
  ///   - bytes: of all checkpoints of all threads, at most.
  ///   - folder: the folder of files that hold them; nil for memory.
  ///   - isGenerous: whether all of it is used if that saves steps. Where it is not, as many states are kept
  ///     as let no step be done more than once again: about √(2T) of T. Memory that was never touched is not free either.
  public init(bytes: Int, inFilesOf folder: String? = nil, isGenerous: Bool = true) {
    self.bytes = bytes
    self.folder = folder
    self.isGenerous = isGenerous
  }

  /// The schedule of one thread.
  ///
  /// - Parameters:
  ///   - steps: of the training run.
  ///   - size: the bytes of a checkpoint.
  ///   - threads: how many work at once.
  /// - Returns: a schedule with as many checkpoints as fit and are worth it, at least one.
  func schedule(steps: Int, size: Int, threads: Int) -> CheckpointSchedule {
    // One more is needed at the end of the run.
    let fitting = max(1, bytes / max(1, threads) / max(1, size) - 1)
    guard !isGenerous else { return CheckpointSchedule(steps: steps, slots: fitting) }
    let free = Self.little / max(1, size)
    let worth = max(free, CheckpointSchedule.slots(for: steps, repetitions: 2))
    return CheckpointSchedule(steps: steps, slots: max(1, min(fitting, worth)))
  }
}
