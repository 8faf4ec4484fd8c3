import LacunaTestSupport

/// Alternating least squares written out entry by entry, sharing nothing with the plugin.
struct AlternatingLeastSquares {
  let table: RatingsTable
  let rank: Int
  let l2: Double
  let mean: Double

  init(_ table: RatingsTable, rank: Int, l2: Double, center: Bool = true) {
    self.table = table
    self.rank = rank
    self.l2 = l2
    let values = table.entries.map(\.value)
    mean = center ? values.reduce(0, +) / Double(values.count) : 0
  }

  /// The factors of the rows, and of the columns.
  typealias Factors = (rows: [[Double]], columns: [[Double]])

  /// The factors after so many sweeps from those of the columns.
  func trained(from columns: [[Double]], weights: [Double], sweeps: Int) -> Factors {
    var factors: Factors = ([], columns)
    for _ in 0..<sweeps {
      factors.rows = solve(holding: factors.columns, weights, \.row, \.column, table.rowCount)
      factors.columns = solve(holding: factors.rows, weights, \.column, \.row, table.columnCount)
    }
    return factors
  }

  /// Σ weights · (value − mean − u · v)² + l2 · (Σ |u|² + Σ |v|²).
  func objective(_ factors: Factors, weights: [Double]) -> Double {
    var sum = 0.0
    for (entry, weight) in zip(table.entries, weights) {
      let product = zip(factors.rows[entry.row], factors.columns[entry.column])
        .reduce(0) { $0 + $1.0 * $1.1 }
      let residual = entry.value - mean - product
      sum += weight * residual * residual
    }
    return (factors.rows + factors.columns).reduce(sum) { total, factor in
      total + l2 * factor.reduce(0) { $0 + $1 * $1 }
    }
  }

  private func solve(
    holding others: [[Double]],
    _ weights: [Double],
    _ own: (RatingsTable.Entry) -> Int,
    _ other: (RatingsTable.Entry) -> Int,
    _ count: Int
  ) -> [[Double]] {
    (0..<count).map { index in
      var matrix = (0..<rank).map { i in (0..<rank).map { $0 == i ? l2 : 0 } }
      var right = [Double](repeating: 0, count: rank)
      for (entry, weight) in zip(table.entries, weights) where own(entry) == index {
        let factor = others[other(entry)]
        for i in 0..<rank {
          right[i] += weight * factor[i] * (entry.value - mean)
          for j in 0..<rank { matrix[i][j] += weight * factor[i] * factor[j] }
        }
      }
      return solved(matrix, right)
    }
  }
}

/// A table of some entries of a matrix, rows and columns numbered as they first occur.
struct RatingsTable {
  /// An entry of the matrix.
  struct Entry {
    let row: Int
    let column: Int
    let value: Double
  }

  let entries: [Entry]
  let rowCount: Int
  let columnCount: Int

  /// Two thirds of the entries of a random matrix, at least one in each row and column.
  init(seed: UInt64, rows: Int = 6, columns: Int = 5) {
    var generator = SplitMix64(seed: seed)
    var found: [Entry] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let isKept = generator.unit() < 0.66 || column == row % columns || row == 0
        let value = 3 + 1.5 * generator.normal()
        if isKept { found.append(Entry(row: row, column: column, value: value)) }
      }
    }
    entries = found
    rowCount = rows
    columnCount = columns
  }

  /// The positions of the entries of a row.
  func positions(inRow row: Int) -> [Int] {
    entries.indices.filter { entries[$0].row == row }
  }

  /// The text of a CSV file.
  var csv: String {
    (["rating,user,item"] + entries.map { "\($0.value),u\($0.row),i\($0.column)" })
      .joined(separator: "\n") + "\n"
  }
}
