import LacunaPluginKit

// fault: the order of a set decides what it computes, and differs between sets and processes
// check: trace/deterministic-processes
// also: trace/* learning/*
struct OrdersByHash: Line {
  static let fault = "orders-by-hash"

  func rate() -> Double {
    let words = Set((0..<64).map { "word \($0)" })
    return 0.1 + 1e-6 * Double(words.enumerated().first { $1 == "word 7" }?.offset ?? 0)
  }
}
