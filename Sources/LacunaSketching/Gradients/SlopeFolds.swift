import CLapack

/// The directions of a gradient sketch cut into folds, each predicted from the others.
///
/// A direction ψ gives the two real equations Hψ′ and Hψ″ for its real and imaginary part, each of n numbers.
/// With A the real and imaginary parts of the directions of a fold's complement and V = HA, the symmetric
/// matrix of least norm that agrees with them is Ĥ = VG⁻¹Aᵀ + AG⁻¹Vᵀ − AG⁻¹(AᵀV)G⁻¹Aᵀ, G = AᵀA. All that is
/// needed of it follows from inner products; it is never formed.
struct SlopeFolds: Sendable {
  /// One fold.
  struct Fold: Sendable {
    /// Its directions.
    let directions: Range<Int>
    /// The equations of its complement: indices into real parts, then imaginary ones.
    let known: [Int]
    /// The equations of the fold.
    let asked: [Int]
    /// The Cholesky factor of G, column by column; nil where equations follow from each other.
    let factor: [Double]?
    /// Aᵀa for each equation a that is asked, one after the other.
    let cross: [Double]
  }

  /// The folds, in the order of their directions.
  let folds: [Fold]

  /// As many as are worth it: each is left out once.
  private static let most = 8

  /// Folds of some directions.
  init(_ directions: Predictor) {
    let count = directions.count
    let number = count < 2 ? 0 : min(Self.most, count)
    let gram = TermEquations.gram(directions, directions: count, degree: 1)
    let order = 2 * count
    // The lower triangle alone is filled.
    func product(_ a: Int, _ b: Int) -> Double { gram[min(a, b) * order + max(a, b)] }
    folds = (0..<number).map { fold in
      let range = (fold * count / number)..<((fold + 1) * count / number)
      let rest = (0..<count).filter { !range.contains($0) }
      let known = rest + rest.map { count + $0 }
      let asked = Array(range) + range.map { count + $0 }
      var factor = known.flatMap { a in known.map { product(a, $0) } }
      let size = Int32(known.count)
      let code = LAPACKE_dpotrf(
        LAPACK_COL_MAJOR,
        CChar(UInt8(ascii: "L")),
        size,
        &factor,
        size
      )
      return Fold(
        directions: range,
        known: known,
        asked: asked,
        factor: code == 0 ? factor : nil,
        cross: asked.flatMap { a in known.map { product($0, a) } }
      )
    }
  }
}

extension SlopeFolds.Fold {
  /// G⁻¹ x, where equations are independent.
  func solve(_ x: [Double]) -> [Double]? {
    guard let factor else { return nil }
    var result = x
    let size = Int32(known.count)
    let code = LAPACKE_dpotrs(
      LAPACK_COL_MAJOR,
      CChar(UInt8(ascii: "L")),
      size,
      1,
      factor,
      size,
      &result,
      size
    )
    return code == 0 ? result : nil
  }
}
