/// The same thing measured a few times.
struct Trials {
  /// Seconds, as they came.
  private(set) var seconds: [Double] = []

  /// Measures something a few times.
  init(_ count: Int, _ body: () throws -> Double) rethrows {
    for _ in 0..<max(1, count) { seconds.append(try body()) }
  }

  /// The least disturbed.
  var best: Double { seconds.min() ?? 0 }

  /// How much longer the longest took, as a share of the shortest.
  var spread: Double { best > 0 ? (seconds.max() ?? 0) / best - 1 : 0 }
}
