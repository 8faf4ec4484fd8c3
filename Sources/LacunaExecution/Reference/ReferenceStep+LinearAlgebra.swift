import LacunaPrograms

/// Contraction, factorisation and solves, by their textbook formulas.
extension ReferenceStep {
  /// Σ_k a_ik b_kj for each leading index.
  func matrixProduct() throws(ReferenceError) -> ReferenceTensor<Number> {
    let (a, b) = (operands[0], operands[1])
    let inner = a.shape[a.shape.rank - 1]
    return try .made(shape) { index in
      let (lead, row, column) = split(index)
      let terms = (0..<inner).map { a[lead + [row, $0]] * b[lead + [$0, column]] }
      return terms.dropFirst().reduce(terms[0]) { $0 + $1 }
    }
  }

  /// L with L Lᵀ = A, column by column, for each leading index; zeros above the diagonal.
  func cholesky() -> ReferenceTensor<Number> {
    let n = shape[shape.rank - 1]
    var numbers = [Number](repeating: .constant(0), count: shape.count)
    func place(_ lead: [Int], _ row: Int, _ column: Int) -> Int {
      shape.offset(of: lead + [row, column])
    }
    for lead in leading {
      for column in 0..<n {
        for row in column..<n {
          var rest = operands[0][lead + [row, column]]
          for k in 0..<column {
            rest = rest - numbers[place(lead, row, k)] * numbers[place(lead, column, k)]
          }
          numbers[place(lead, row, column)] =
            row == column ? rest.applying(.sqrt) : rest / numbers[place(lead, column, column)]
        }
      }
    }
    return ReferenceTensor(shape, numbers: numbers)
  }

  /// X with op(A) X = B by substitution, for each leading index.
  func triangularSolve(upper: Bool, transposed: Bool) -> ReferenceTensor<Number> {
    let (a, b) = (operands[0], operands[1])
    let (n, width) = (shape[shape.rank - 2], shape[shape.rank - 1])
    let isForward = upper == transposed
    let order = isForward ? Array(0..<n) : (0..<n).reversed()
    var numbers = [Number](repeating: .constant(0), count: shape.count)
    for lead in leading {
      func entry(_ row: Int, _ column: Int) -> Number {
        a[lead + (transposed ? [column, row] : [row, column])]
      }
      for column in 0..<width {
        for row in order {
          var rest = b[lead + [row, column]]
          for k in 0..<n where isForward ? k < row : k > row {
            rest = rest - entry(row, k) * numbers[shape.offset(of: lead + [k, column])]
          }
          numbers[shape.offset(of: lead + [row, column])] = rest / entry(row, row)
        }
      }
    }
    return ReferenceTensor(shape, numbers: numbers)
  }

  /// Every index of the axes before the last two.
  private var leading: [[Int]] { Shape(Array(shape.dimensions.dropLast(2))).indices }

  private func split(_ index: [Int]) -> (lead: [Int], row: Int, column: Int) {
    let rank = index.count
    return (Array(index.dropLast(2)), index[rank - 2], index[rank - 1])
  }
}
