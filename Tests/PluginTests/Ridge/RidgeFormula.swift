import LacunaSketching
import LacunaTestSupport

/// Ridge regression by the book: the normal equations of examples with weights, and how the solution depends on
/// the weights, in plain arithmetic that shares nothing with the plugin.
struct RidgeFormula {
  /// The features, with a one at the end where there is an intercept.
  let rows: [[Double]]
  let labels: [Double]
  /// The penalty of each coefficient.
  let penalties: [Double]

  init(_ table: RidgeTable, l2: Double, intercept: Bool = true, standardize: Bool = false) {
    var rows = table.rows
    if standardize {
      for column in rows[0].indices {
        let values = rows.map { $0[column] }
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        for row in rows.indices { rows[row][column] = (values[row] - mean) / square.squareRoot() }
      }
    }
    penalties = rows[0].map { _ in l2 } + (intercept ? [0] : [])
    self.rows = rows.map { $0 + (intercept ? [1] : []) }
    labels = table.labels
  }

  /// Σ wᵢ xᵢ xᵢᵀ.
  func gram(_ weights: [Double]) -> [[Double]] {
    penalties.indices.map { i in
      penalties.indices.map { j in
        zip(rows, weights).reduce(0) { $0 + $1.1 * $1.0[i] * $1.0[j] }
      }
    }
  }

  /// Σ wᵢ yᵢ xᵢ.
  func moment(_ weights: [Double]) -> [Double] {
    penalties.indices.map { i in
      rows.indices.reduce(0) { $0 + weights[$1] * labels[$1] * rows[$1][i] }
    }
  }

  /// Σ wᵢ xᵢ xᵢᵀ with the penalty.
  func system(_ weights: [Double]) -> [[Double]] {
    var matrix = gram(weights)
    for i in penalties.indices { matrix[i][i] += penalties[i] }
    return matrix
  }

  /// The solution for weights.
  func solution(_ weights: [Double]) -> [Double] { solved(system(weights), moment(weights)) }

  /// The coefficients of θ(z) = (A − zB)⁻¹ (c − zd) for the weights 1 − zψᵢ, B and d being the sums with weights
  /// ψᵢ: θ₀ = A⁻¹c, θ₁ = A⁻¹(Bθ₀ − d), θᵣ = A⁻¹Bθᵣ₋₁.
  func series(along direction: [Complex], degree: Int) -> [[Complex]] {
    let ones = labels.map { _ in 1.0 }
    let matrix = system(ones)
    let parts = [direction.map(\.re), direction.map(\.im)]
    let (b, d) = (parts.map(gram), parts.map(moment))
    var series = [solved(matrix, moment(ones)).map { Complex($0) }]
    for r in 1...degree {
      let last = series[r - 1]
      let right = penalties.indices.map { i in
        var sum = r == 1 ? Complex(-d[0][i], -d[1][i]) : Complex(0)
        for j in penalties.indices { sum = sum + Complex(b[0][i][j], b[1][i][j]) * last[j] }
        return sum
      }
      let (re, im) = (solved(matrix, right.map(\.re)), solved(matrix, right.map(\.im)))
      series.append(zip(re, im).map { Complex($0, $1) })
    }
    return series
  }

  /// What one example adds: A⁻¹x, its leverage xᵀA⁻¹x, and its residual.
  func influence(of position: Int) -> (change: [Double], leverage: Double, residual: Double) {
    let ones = labels.map { _ in 1.0 }
    let x = rows[position]
    let change = solved(system(ones), x)
    return (
      change, zip(x, change).reduce(0) { $0 + $1.0 * $1.1 },
      labels[position] - zip(x, solution(ones)).reduce(0) { $0 + $1.0 * $1.1 }
    )
  }
}

/// A table of random numbers with a label that nearly follows from them.
struct RidgeTable {
  var rows: [[Double]]
  var labels: [Double]

  init(seed: UInt64, examples: Int = 14, features: Int = 3) {
    var generator = SplitMix64(seed: seed)
    let truth = (0..<features).map { _ in generator.normal() }
    rows = (0..<examples).map { _ in
      (0..<features).map { 2 * generator.normal() + Double($0) }
    }
    labels = rows.map { row in
      1.5 + zip(row, truth).reduce(0) { $0 + $1.0 * $1.1 } + 0.3 * generator.normal()
    }
  }

  /// The text of a CSV file; numbers in it are written to the last bit.
  var csv: String {
    let columns = rows[0].indices.map { "x\($0)" } + ["y"]
    let lines = zip(rows, labels).map { ($0 + [$1]).map { "\($0)" }.joined(separator: ",") }
    return ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
  }
}
