import Foundation
import LacunaPrograms

/// The ring of real numbers, each function as the C library has it.
extension Double: ReferenceNumber {
  /// The number itself.
  public static func constant(_ value: Double) -> Double { value }

  /// The number itself.
  public var primal: Double { self }

  /// The product with a real number.
  public func scaled(by factor: Double) -> Double { self * factor }

  /// The power, by multiplication where the exponent is a small whole number.
  public func raised(to exponent: Double) -> Double {
    wholeExponent(exponent).map { product(ofCopies: $0) } ?? pow(self, exponent)
  }

  /// The value of an elementary function.
  public func applying(_ function: UnaryFunction) -> Double {
    switch function {
    case .negate: -self
    case .exp: exp(self)
    case .log: log(self)
    case .sqrt: squareRoot()
    case .rsqrt: 1 / squareRoot()
    case .reciprocal: 1 / self
    case .square: self * self
    case .tanh: tanh(self)
    case .sigmoid: logistic
    case .erf: erf(self)
    case .gelu: self * normalDistribution
    case .geluTanh: self * (2 * geluTanhArgument).logistic
    case .silu: self * logistic
    case .softplus: Swift.max(self, 0) + log1p(exp(-Swift.abs(self)))
    case .sin: sin(self)
    case .cos: cos(self)
    case .relu: rectified
    case .abs: absolute
    }
  }

  /// 1/(1 + e^(−x)), without overflow.
  var logistic: Double {
    self >= 0 ? 1 / (1 + exp(-self)) : exp(self) / (1 + exp(self))
  }

  /// Φ(x) = ½ erfc(−x/√2), accurate in the lower tail.
  var normalDistribution: Double { 0.5 * erfc(-self * 0.5.squareRoot()) }

  /// u in ½ (1 + tanh u) = 1/(1 + e^(−2u)) of the approximate GELU.
  private var geluTanhArgument: Double {
    (2 / Double.pi).squareRoot() * (self + 0.044715 * self * self * self)
  }
}
