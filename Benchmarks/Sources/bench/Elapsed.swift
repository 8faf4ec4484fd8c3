import Foundation

/// How long something took.
struct Elapsed {
  /// Seconds on the wall.
  var wall: Double
  /// Seconds of processors, of all threads together.
  var processor: Double

  /// Seconds that a fair share of the machine would have taken: on a machine that others use, what the threads
  /// had of the processors.
  func seconds(threads: Int, isShared: Bool) -> Double {
    isShared ? processor / Double(threads) : wall
  }

  /// Runs something and says how long it took.
  static func of(_ body: () throws -> Void) rethrows -> Elapsed {
    let before = (ContinuousClock.now, processorSeconds)
    try body()
    let wall = ContinuousClock.now - before.0
    return Elapsed(
      wall: Double(wall.components.seconds) + Double(wall.components.attoseconds) * 1e-18,
      processor: processorSeconds - before.1
    )
  }

  private static var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}
