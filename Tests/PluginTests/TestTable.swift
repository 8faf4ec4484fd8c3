import LacunaTestSupport

/// Tables of random numbers.
enum TestTable {
  /// Columns a, b, c and `label`, whose classes lie around different points.
  static func classes(
    count: Int,
    classes: Int,
    seed: UInt64
  ) -> (columns: [String], rows: [[String]]) {
    var generator = SplitMix64(seed: seed)
    let rows = (0..<count).map { row in
      let numbers = (0..<3).map { column in
        generator.normal() + (row % classes == column ? 1 : 0)
      }
      return numbers.map { "\($0)" } + ["class \(row % classes)"]
    }
    return (["a", "b", "c", "label"], rows)
  }

  /// Columns a, b, c and `label`, a number that depends on them.
  static func numbers(count: Int, seed: UInt64) -> (columns: [String], rows: [[String]]) {
    var generator = SplitMix64(seed: seed)
    let rows = (0..<count).map { _ in
      let x = (0..<3).map { _ in generator.normal() }
      let y = 100 + 20 * x[0] - 10 * x[1] * x[2] + generator.normal()
      return (x + [y]).map { "\($0)" }
    }
    return (["a", "b", "c", "label"], rows)
  }
}
