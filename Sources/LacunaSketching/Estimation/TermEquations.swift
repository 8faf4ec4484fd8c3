import Foundation

/// The equations that the directions of a sketch are for the Taylor terms of one degree.
///
/// Each direction gives two real equations, `Re c_{j,r}` and `Im c_{j,r}`, for the symmetric tensor F_r of
/// `C(n+r−1, r)` real unknowns, c_{j,r} = F_r[ψ_j, …, ψ_j]. All that estimates need of them is their Gram
/// matrix in the inner product of symmetric tensors, which follows from (ψ_j·ψ_k)^r and (ψ_j·ψ̄_k)^r
/// alone; the tensor is never formed. (`Docs/Estimators.md`.)
struct TermEquations: Sendable {
  /// The degree r, from 1.
  let degree: Int
  /// The number of units n.
  let units: Int
  /// How many directions take part: all, or as many as determine everything well.
  let directions: Int
  /// The Gram matrix, taken apart: first all real parts, then all imaginary ones.
  let eigen: SymmetricEigen

  /// The unknowns, C(n+r−1, r), as a number that does not overflow.
  static func unknowns(units: Int, degree: Int) -> Double {
    (1...degree).reduce(1.0) { $0 * Double(units + $1 - 1) / Double($1) }
  }

  /// The unknowns.
  var unknowns: Double { Self.unknowns(units: units, degree: degree) }

  /// How many directions are of use: as many as make two equations for each unknown, and 16 that show noise.
  ///
  /// More would not make an exact solution more exact, and its cost grows with the cube.
  static func directionsUsed(of count: Int, units: Int, degree: Int) -> Int {
    Int(min(Double(count), unknowns(units: units, degree: degree) + 16))
  }

  /// The part of the unknowns that the equations fix, at most 1.
  var share: Double { min(1, 2 * Double(directions) / unknowns) }

  /// The smallest ratio of an eigenvalue to the largest that counts as information.
  private static let smallest = 1e-9

  /// The largest order that is taken apart: a minute, and half a gigabyte.
  static let largestOrder = 8192

  /// Whether no equation follows from the others: what one says is then news.
  var isIndependent: Bool {
    let mean = eigen.values.reduce(0, +) / Double(eigen.order)
    return (eigen.values.first ?? 0) > 1e-6 * mean
  }

  /// Whether the equations fix every unknown, so that terms are exact.
  var isDetermined: Bool {
    let order = eigen.order
    guard unknowns <= Double(order), let largest = eigen.values.last else { return false }
    return eigen.values[order - Int(unknowns)] > Self.smallest * largest
  }

  /// The indices of eigenvalues that hold information: all, or where everything is determined as many as
  /// there are unknowns.
  var informative: Range<Int> {
    isDetermined ? (eigen.order - Int(unknowns))..<eigen.order : 0..<eigen.order
  }

  /// The ratio of the largest to the smallest informative eigenvalue.
  var condition: Double {
    let smallest = eigen.values[informative.lowerBound]
    return smallest > 0 ? (eigen.values.last ?? 0) / smallest : .infinity
  }

  /// Takes the Gram matrix of the directions apart.
  ///
  /// - Parameters:
  ///   - predictor: the directions.
  ///   - degree: of the terms.
  /// - Throws: ``SketchingError/linearAlgebra(routine:code:)``.
  init(_ predictor: Predictor, degree: Int) throws(SketchingError) {
    self.degree = degree
    units = predictor.units
    directions = Self.directionsUsed(
      of: predictor.count,
      units: predictor.units,
      degree: degree
    )
    eigen = try SymmetricEigen(
      Self.gram(predictor, directions: directions, degree: degree),
      order: 2 * directions
    )
  }

  /// Equations that were taken apart before.
  init(degree: Int, units: Int, directions: Int, eigen: SymmetricEigen) {
    self.degree = degree
    self.units = units
    self.directions = directions
    self.eigen = eigen
  }

  /// The Gram matrix of the equations: with P = (ψ_j·ψ_k)^r and Q = (ψ_j·ψ̄_k)^r the blocks are
  /// ½ Re(Q+P), ½ Im(P−Q), ½ Im(P+Q), ½ Re(Q−P).
  static func gram(_ predictor: Predictor, directions count: Int, degree: Int) -> [Double] {
    let products = UnitProducts(predictor, directions: count)
    let order = 2 * count
    var gram = [Double](repeating: 0, count: order * order)
    for j in 0..<count {
      for k in 0...j {
        let (plain, hermitian) = products.powers(j, k, degree)
        gram[k * order + j] = (hermitian.re + plain.re) / 2
        gram[(count + k) * order + count + j] = (hermitian.re - plain.re) / 2
        // The imaginary part of one with the real part of the other.
        gram[k * order + count + j] = (plain.im + hermitian.im) / 2
        gram[j * order + count + k] = (plain.im - hermitian.im) / 2
      }
    }
    return gram
  }

  /// What the equations say of the set: the inner products of each with the term wanted, real parts first.
  ///
  /// - Parameters:
  ///   - sums: Σ w_u ψ_j[u] of all directions, the real parts, then after a stride the imaginary ones.
  ///   - stride: between these.
  ///   - result: room for two numbers a direction.
  func features(
    _ sums: UnsafePointer<Double>,
    stride: Int,
    into result: UnsafeMutablePointer<Double>
  ) {
    for j in 0..<directions {
      let power = Complex(sums[j], sums[stride + j]).power(degree)
      result[j] = power.re
      result[directions + j] = power.im
    }
  }
}

extension Complex {
  /// A power, by repeated multiplication.
  func power(_ exponent: Int) -> Complex {
    var result = self
    for _ in 1..<max(exponent, 1) { result = result * self }
    return result
  }
}
