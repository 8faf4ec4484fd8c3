import Foundation

/// A table of normal numbers and a label that follows a logistic model of them, the same each time.
struct TableMaker {
  let rows: Int
  let columns: Int

  /// The table, with the columns `x0`, `x1`, … and `label`.
  var csv: String {
    var generator = Generator()
    let truth = (0..<columns).map { _ in generator.normal() / Double(columns).squareRoot() }
    var text = (0..<columns).map { "x\($0)," }.joined() + "label\n"
    for _ in 0..<rows {
      let x = (0..<columns).map { _ in generator.normal() }
      let score = zip(x, truth).reduce(0) { $0 + $1.0 * $1.1 } * 3
      let isOne = generator.uniform() < 1 / (1 + exp(-score))
      for value in x { text += "\((value * 1000).rounded() / 1000)," }
      text += isOne ? "1\n" : "0\n"
    }
    return text
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014), and normal numbers by Box and Muller.
private struct Generator {
  private var state: UInt64 = 1

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53
  }

  mutating func normal() -> Double {
    let radius = (-2 * log(uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }
}
