/// A complex number of two doubles.
public struct ReferenceComplex: Hashable, Sendable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// Zero.
  public static let zero = ReferenceComplex(0)
  /// The imaginary unit.
  public static let i = ReferenceComplex(0, 1)

  /// The number with these parts.
  public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The number mirrored at the real axis.
  public var conjugate: ReferenceComplex { ReferenceComplex(real, -imaginary) }

  /// The absolute value.
  public var magnitude: Double { (real * real + imaginary * imaginary).squareRoot() }

  /// The sum.
  public static func + (left: Self, right: Self) -> Self {
    ReferenceComplex(left.real + right.real, left.imaginary + right.imaginary)
  }

  /// The difference.
  public static func - (left: Self, right: Self) -> Self {
    ReferenceComplex(left.real - right.real, left.imaginary - right.imaginary)
  }

  /// The product.
  public static func * (left: Self, right: Self) -> Self {
    ReferenceComplex(
      left.real * right.real - left.imaginary * right.imaginary,
      left.real * right.imaginary + left.imaginary * right.real
    )
  }

  /// The product with a real number.
  public static func * (left: Double, right: Self) -> Self {
    ReferenceComplex(left * right.real, left * right.imaginary)
  }

  /// The quotient, by the divisor's real part alone where it is real.
  public static func / (left: Self, right: Self) -> Self {
    if right.imaginary == 0 {
      return ReferenceComplex(left.real / right.real, left.imaginary / right.real)
    }
    let norm = right.real * right.real + right.imaginary * right.imaginary
    let product = left * right.conjugate
    return ReferenceComplex(product.real / norm, product.imaginary / norm)
  }
}
