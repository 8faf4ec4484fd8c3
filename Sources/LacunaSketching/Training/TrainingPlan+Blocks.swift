import LacunaExecution

/// How many blocks of lanes one thread trains together.
///
/// What all lanes share is computed once for the blocks of a thread: a window of steps is recorded in frames,
/// then each block goes through the window. The longer the window, the more steps a block's state is used for
/// while it is in cache.
extension TrainingPlan {
  /// The most blocks that one thread trains together: the gain is one part in so many.
  private static let mostBlocks = 8
  /// The bytes of state, of all blocks of a thread, that are worth it.
  private static let stateBudget = 64 << 20
  /// The most steps in a window.
  private static let mostFrames = 64
  /// The bytes of frames that a window may take.
  private static let frameBudget = 24 << 20
  /// The bytes of a block's state that stays in the second-level cache from step to step, whatever the window:
  /// frames then leave more of the third-level cache to the data.
  private static let smallState = 512 << 10
  /// The bytes of frames that a window of such a state may take.
  private static let smallFrameBudget = 12 << 20

  /// The steps that are recorded before the first of some blocks goes through them.
  func window(blocks: Int) -> Int {
    guard blocks > 1 else { return 1 }
    let bytes = max(1, plans.map(\.frameBytes).max() ?? 1)
    let isSmall = layout.blockBytes <= Self.smallState
    let budget = isSmall ? Self.smallFrameBudget : Self.frameBudget
    return max(1, min(Self.mostFrames, budget / bytes))
  }

  /// Cuts blocks into groups, each to be trained together by one thread, so that all threads have as much to do.
  ///
  /// - Parameters:
  ///   - blocks: the number of blocks.
  ///   - threads: how many threads work at once.
  /// - Returns: the blocks of each group.
  func groups(of blocks: Int, threads: Int) -> [Range<Int>] {
    let most = max(1, min(Self.mostBlocks, Self.stateBudget / max(1, layout.blockBytes)))
    let width = max(1, min(threads, blocks))
    let rounds = (blocks + width * most - 1) / (width * most)
    let count = min(blocks, rounds * width)
    return (0..<count).map { ($0 * blocks / count)..<(($0 + 1) * blocks / count) }
  }

  /// The bytes that one thread takes that trains some blocks together.
  public func bytes(blocks: Int) -> Int {
    Workspace.bytes(layout: layout, plans: plans, blocks: blocks, frames: window(blocks: blocks))
  }

  /// The bytes that one thread takes when there are so many blocks.
  func bytesPerThread(blocks: Int, threads: Int) -> Int {
    bytes(blocks: groups(of: blocks, threads: threads).map(\.count).max() ?? 1)
  }
}
