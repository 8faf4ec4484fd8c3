import LacunaPrograms

/// A truncated power series `c₀ + c₁z + … + c_d z^d` with complex coefficients, written out in full.
///
/// Coefficients are normalised, `c_k = f^(k)/k!`. Coefficients beyond those held are zero, so that a
/// constant needs one coefficient, and the degree of a result is the larger of its operands': give
/// what varies with z all its d + 1 coefficients. Functions want a real constant term; ring
/// operations do not.
public struct ReferenceJet: Hashable, Sendable {
  /// The coefficients, from the constant term; at least one.
  public var coefficients: [ReferenceComplex]

  /// The series with these coefficients.
  public init(_ coefficients: [ReferenceComplex]) {
    precondition(!coefficients.isEmpty, "ReferenceJet: no coefficients, expected at least one")
    self.coefficients = coefficients
  }

  /// The series `primal + tangents[0] z + tangents[1] z² + …`.
  public init(primal: Double, tangents: [ReferenceComplex]) {
    self.init([ReferenceComplex(primal)] + tangents)
  }

  /// The highest power held.
  public var degree: Int { coefficients.count - 1 }

  /// The coefficient of `z^power`.
  public subscript(power: Int) -> ReferenceComplex {
    power < coefficients.count ? coefficients[power] : .zero
  }

  /// The series without the powers above a degree.
  public func truncated(to degree: Int) -> ReferenceJet {
    ReferenceJet(Array(coefficients.prefix(degree + 1)))
  }

  /// The series whose coefficient of `z^k`, up to a degree, is `coefficient(k)`.
  static func series(
    _ degree: Int,
    _ coefficient: (Int) -> ReferenceComplex
  ) -> ReferenceJet {
    ReferenceJet((0...degree).map(coefficient))
  }

  /// The series built from its constant term upwards: `next(k, v)` is `v_k` from `v_0 … v_(k−1)`.
  func recurrence(
    from constant: Double,
    _ next: (Int, ReferenceJet) -> ReferenceComplex
  ) -> ReferenceJet {
    var result = ReferenceJet([ReferenceComplex(constant)])
    for power in 0..<degree { result.coefficients.append(next(power + 1, result)) }
    return result
  }

  /// `Σ term(j)` over a range of powers.
  static func sum(
    _ powers: Range<Int>,
    _ term: (Int) -> ReferenceComplex
  ) -> ReferenceComplex {
    powers.reduce(.zero) { $0 + term($1) }
  }

  /// The constant term of an argument of a function, which is real.
  var realConstant: Double {
    precondition(
      coefficients[0].imaginary == 0,
      "ReferenceJet: functions want a real constant term, got \(coefficients[0])"
    )
    return coefficients[0].real
  }
}

extension ReferenceJet: ReferenceNumber {
  /// The series that is a real number.
  public static func constant(_ value: Double) -> ReferenceJet {
    ReferenceJet([ReferenceComplex(value)])
  }

  /// The real part of the constant term.
  public var primal: Double { coefficients[0].real }

  /// The sum.
  public static func + (left: Self, right: Self) -> Self {
    series(max(left.degree, right.degree)) { left[$0] + right[$0] }
  }

  /// The difference.
  public static func - (left: Self, right: Self) -> Self {
    series(max(left.degree, right.degree)) { left[$0] - right[$0] }
  }

  /// The product: `c_k = Σ a_j b_(k−j)`.
  public static func * (left: Self, right: Self) -> Self {
    series(max(left.degree, right.degree)) { k in sum(0..<k + 1) { left[$0] * right[k - $0] } }
  }

  /// The quotient: `c_k = (a_k − Σ_(j≥1) b_j c_(k−j)) / b_0`.
  public static func / (left: Self, right: Self) -> Self {
    var result = ReferenceJet([left[0] / right[0]])
    for k in 0..<max(left.degree, right.degree) {
      let rest = sum(1..<k + 2) { right[$0] * result[k + 1 - $0] }
      result.coefficients.append((left[k + 1] - rest) / right[0])
    }
    return result
  }

  /// Each coefficient times a real number.
  public func scaled(by factor: Double) -> ReferenceJet {
    .series(degree) { factor * self[$0] }
  }
}
