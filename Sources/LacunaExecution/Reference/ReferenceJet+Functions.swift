import Foundation
import LacunaPrograms

/// Elementary functions of series, each by the recurrence that its differential equation gives.
///
/// The recurrences run on complex coefficients, not by composition with shared real Taylor
/// coefficients, so that they check the kernels, which do compose. Sources: Griewank and Walther,
/// *Evaluating Derivatives*, chapter 13; the doc comments give the equation.
extension ReferenceJet {
  /// An elementary function of the series.
  public func applying(_ function: UnaryFunction) -> ReferenceJet {
    switch function {
    case .negate: scaled(by: -1)
    case .exp: exponential
    case .log: logarithm
    case .sqrt: squareRoot
    case .rsqrt: ratioPower(-0.5)
    case .reciprocal: .constant(1) / self
    case .square: self * self
    case .tanh: hyperbolicTangent
    case .sigmoid: logistic
    case .erf: errorFunction
    case .gelu: self * normalDistribution
    case .geluTanh: self * geluTanhArgument.scaled(by: 2).logistic
    case .silu: self * logistic
    case .softplus: softplus
    case .sin: sineAndCosine.sine
    case .cos: sineAndCosine.cosine
    case .relu: rectified
    case .abs: absolute
    }
  }

  /// The power: by multiplication for small whole exponents, else by the recurrence.
  public func raised(to exponent: Double) -> ReferenceJet {
    wholeExponent(exponent).map { product(ofCopies: $0) } ?? ratioPower(exponent)
  }

  /// From `v' = u' w`: `k v_k = Σ_(j≥1) j u_j w_(k−j)`.
  private func integral(
    from constant: Double,
    of slope: ReferenceJet
  ) -> ReferenceJet {
    recurrence(from: constant) { k, _ in
      (1 / Double(k)) * Self.sum(1..<k + 1) { Double($0) * self[$0] * slope[k - $0] }
    }
  }

  /// From `v' = u' v`.
  private var exponential: ReferenceJet {
    recurrence(from: exp(realConstant)) { k, v in
      (1 / Double(k)) * Self.sum(1..<k + 1) { Double($0) * self[$0] * v[k - $0] }
    }
  }

  /// From `u v' = u'`.
  private var logarithm: ReferenceJet {
    recurrence(from: log(realConstant)) { k, v in
      let rest = Self.sum(1..<k) { Double($0) * v[$0] * self[k - $0] }
      return (self[k] - (1 / Double(k)) * rest) / self[0]
    }
  }

  /// From `v² = u`.
  private var squareRoot: ReferenceJet {
    recurrence(from: realConstant.squareRoot()) { k, v in
      (self[k] - Self.sum(1..<k) { v[$0] * v[k - $0] }) / (2 * v[0])
    }
  }

  /// From `u v' = α v u'`.
  private func ratioPower(_ exponent: Double) -> ReferenceJet {
    recurrence(from: pow(realConstant, exponent)) { k, v in
      let sum = Self.sum(0..<k) { j in
        (exponent * Double(k - j) - Double(j)) * (self[k - j] * v[j])
      }
      return sum / (Double(k) * self[0])
    }
  }

  /// From `v' = u' (1 − v)(1 + v)`, the factors begun with 1 ∓ tanh u = 2σ(∓2u), free of cancellation.
  private var hyperbolicTangent: ReferenceJet {
    let (less, more) = (2 * (-2 * realConstant).logistic, 2 * (2 * realConstant).logistic)
    return autonomous(from: tanh(realConstant), less, more)
  }

  /// From `v' = u' (1 − v) v`, the first factor begun with 1 − σ(u) = σ(−u), free of cancellation.
  private var logistic: ReferenceJet {
    autonomous(from: realConstant.logistic, (-realConstant).logistic, realConstant.logistic)
  }

  /// From `v' = u' (p − v)(q + v)`, the factors given by their constant terms.
  private func autonomous(
    from constant: Double,
    _ less: Double,
    _ more: Double
  ) -> ReferenceJet {
    recurrence(from: constant) { k, v in
      var (p, q) = (v.scaled(by: -1), v)
      p.coefficients[0] = ReferenceComplex(less)
      q.coefficients[0] = ReferenceComplex(more)
      let slope = p * q
      return (1 / Double(k)) * Self.sum(1..<k + 1) { Double($0) * self[$0] * slope[k - $0] }
    }
  }

  /// From `v' = u' (2/√π) exp(−u²)`.
  private var errorFunction: ReferenceJet {
    let slope = (self * self).scaled(by: -1).exponential.scaled(by: 2 / Double.pi.squareRoot())
    return integral(from: erf(realConstant), of: slope)
  }

  /// From `v' = u' exp(−u²/2)/√(2π)`.
  private var normalDistribution: ReferenceJet {
    let density = (self * self).scaled(by: -0.5).exponential
      .scaled(by: 1 / (2 * Double.pi).squareRoot())
    return integral(from: realConstant.normalDistribution, of: density)
  }

  /// The argument `√(2/π) (u + 0.044715 u³)` of the approximate GELU.
  private var geluTanhArgument: ReferenceJet {
    (self + product(ofCopies: 3).scaled(by: 0.044715)).scaled(by: (2 / Double.pi).squareRoot())
  }

  /// From `v' = u' σ(u)`.
  private var softplus: ReferenceJet {
    integral(from: realConstant.applying(.softplus), of: logistic)
  }

  /// From `s' = u' c` and `c' = −u' s`, together.
  private var sineAndCosine: (sine: ReferenceJet, cosine: ReferenceJet) {
    var sine = ReferenceJet.constant(sin(realConstant))
    var cosine = ReferenceJet.constant(cos(realConstant))
    for k in 0..<degree {
      func slope(_ other: ReferenceJet) -> ReferenceComplex {
        (1 / Double(k + 1))
          * Self.sum(1..<k + 2) { Double($0) * self[$0] * other[k + 1 - $0] }
      }
      let (forSine, forCosine) = (slope(cosine), -1 * slope(sine))
      sine.coefficients.append(forSine)
      cosine.coefficients.append(forCosine)
    }
    return (sine, cosine)
  }
}
