/// What the degrees before say of a term: control variates, whose values along any set are known.
///
/// Where the first order g is exact, so is the tensor g ⊗ … ⊗ g, whose coefficient along ψ_j is c₁^r and whose
/// term along a set is t₁^r; and of the symmetric product of g with the tensor of degree r − 1, c₁c_{r−1}, each
/// direction gives an unbiased sample, t₁ t_{j,r−1}. Each is multiplied by a coefficient β₋ⱼ that is fitted to all
/// other directions, so that what is subtracted from a sample and what is added back have the same mean.
struct TermControls: Sendable {
  /// The regressors as combinations of equations, where these are used.
  let combinations: [[Double]]
  /// β₋ⱼ: for each regressor a number for each direction.
  let leftOut: [[Double]]
  /// β by all directions.
  let whole: [Double]
  /// The part of the mean square of the coefficients that β₋ⱼ explain, 0 to 1.
  let explained: Double

  /// The highest degree that is related to those before it.
  static let mostDegree = 6
  /// Fewer directions say nothing of a relation.
  static let leastDirections = 8
  /// What is added to the diagonal of the normal equations, whose regressors have unit length.
  private static let ridge = 1e-8

  /// Coefficients, the combination of equations that they are, and what the other directions leave of each; real
  /// parts, then imaginary ones.
  struct Fitted {
    var values: [Double]
    var combination: [Double]
    var residuals: [Double]

    /// Without equations: nothing is fitted.
    init(_ values: [Double]) {
      self.values = values
      combination = values
      residuals = values
    }

    /// By a regression, with the inverse of its Gram matrix.
    init(_ values: [Double], _ regression: TermRegression, inverse: [Double]) {
      self.values = values
      combination = regression.combination
      let leftOut = regression.leftOut(inverse)
      residuals = leftOut.map(\.re) + leftOut.map(\.im)
    }

    /// The values along the directions, through the inverse: xᵀG⁻¹y.
    func product(_ other: Fitted) -> Double {
      zip(values, other.combination).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// A direction's part of that: what it falls by when the direction is left out.
    func product(_ other: Fitted, _ direction: Int) -> Double {
      let count = values.count / 2
      return residuals[direction] * other.combination[direction]
        + residuals[count + direction] * other.combination[count + direction]
    }
  }

  /// Relates coefficients to regressors; nil where there is nothing to relate to.
  ///
  /// - Parameters:
  ///   - coefficients: of the degree.
  ///   - regressors: one or two, on the same directions.
  init?(_ coefficients: Fitted, _ regressors: [Fitted]) {
    let count = coefficients.values.count / 2
    guard count >= Self.leastDirections else { return nil }
    let lengths = regressors.map { $0.product($0).squareRoot() }
    // Where numbers run out of range there is no relation.
    guard lengths.allSatisfy({ $0 > 1e-100 && $0 < 1e100 }) else { return nil }
    // The regressors at unit length, and what they are to explain.
    let all = regressors + [coefficients]
    let scales = lengths.map { 1 / $0 } + [1]
    func products(_ product: (Fitted, Fitted) -> Double) -> RelationSystem {
      RelationSystem(
        products: all.indices.map { row in
          all.indices.map { scales[row] * scales[$0] * product(all[row], all[$0]) }
        }
      )
    }
    func solution(_ system: RelationSystem) -> [Double] {
      zip(system.solution(ridge: Self.ridge, directions: count - 1), scales).map { $0 * $1 }
    }
    let system = products { $0.product($1) }
    whole = solution(system)
    let solutions = (0..<count).map { j in solution(system - products { $0.product($1, j) }) }
    leftOut = regressors.indices.map { index in solutions.map { $0[index] } }
    guard whole.allSatisfy(\.isFinite), leftOut.joined().allSatisfy(\.isFinite) else { return nil }
    combinations = regressors.map(\.combination)
    var (left, total) = (0.0, 0.0)
    for index in coefficients.values.indices {
      let value = coefficients.values[index]
      var rest = value
      for (number, regressor) in regressors.enumerated() {
        rest -= leftOut[number][index % count] * regressor.values[index]
      }
      left += rest * rest
      total += value * value
    }
    explained = total > 0 ? max(0, 1 - left / total) : 0
  }
}

/// The inner products of one or two regressors, and last of what they are to explain, with each other.
private struct RelationSystem {
  var products: [[Double]]

  /// The system without a part of the directions.
  static func - (whole: RelationSystem, part: RelationSystem) -> RelationSystem {
    RelationSystem(
      products: zip(whole.products, part.products).map { zip($0, $1).map { $0 - $1 } }
    )
  }

  /// The coefficients, less what chance alone would explain: β (1 − (m/K)(1 − R²)/R²), at least 0 (James and Stein).
  func solution(ridge: Double, directions: Int) -> [Double] {
    let count = products.count - 1
    let targets = (0..<count).map { products[$0][count] }
    let solved: [Double]
    if count == 1 {
      solved = [targets[0] / (products[0][0] + ridge)]
    } else {
      let (a, b) = (products[0][0] + ridge, products[1][1] + ridge)
      let c = products[0][1]
      let determinant = a * b - c * c
      solved = [
        (b * targets[0] - c * targets[1]) / determinant,
        (a * targets[1] - c * targets[0]) / determinant,
      ]
    }
    let explained = zip(solved, targets).reduce(0) { $0 + $1.0 * $1.1 } / products[count][count]
    guard explained > 0 else { return solved.map { _ in 0 } }
    let chance = Double(count) / Double(directions) * (1 - explained) / explained
    return solved.map { $0 * max(0, 1 - chance) }
  }
}
