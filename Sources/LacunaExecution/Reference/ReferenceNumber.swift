import LacunaPrograms

/// A number of the ring that the reference evaluator runs a program over.
///
/// Three kinds: `Double`, the reals; ``ReferenceJet``, truncated power series; and
/// ``ReferenceMajorant``, bounds on the rounding errors of series.
public protocol ReferenceNumber: Sendable {
  /// The number of the ring that stands for a real number.
  static func constant(_ value: Double) -> Self

  /// The real constant term, by which functions that branch choose.
  var primal: Double { get }

  /// The sum.
  static func + (left: Self, right: Self) -> Self
  /// The difference.
  static func - (left: Self, right: Self) -> Self
  /// The product in the ring.
  static func * (left: Self, right: Self) -> Self
  /// The quotient; the primal of the divisor is not zero.
  static func / (left: Self, right: Self) -> Self

  /// The number times a real one.
  func scaled(by factor: Double) -> Self

  /// An elementary function of the number.
  func applying(_ function: UnaryFunction) -> Self

  /// The number to a real power.
  func raised(to exponent: Double) -> Self
}

extension ReferenceNumber {
  /// The product of `count` copies, which needs no logarithm and so takes a base of zero.
  func product(ofCopies count: Int) -> Self {
    (0..<count).reduce(.constant(1)) { product, _ in product * self }
  }

  /// x or zero, by the primal.
  var rectified: Self { primal > 0 ? self : .constant(0) }

  /// x or −x, by the primal.
  var absolute: Self { primal > 0 ? self : scaled(by: -1) }
}

/// How many copies to multiply for a non-negative whole power that is not too large, else nil.
func wholeExponent(_ exponent: Double) -> Int? {
  exponent >= 0 && exponent <= 64 ? Int(exactly: exponent) : nil
}
