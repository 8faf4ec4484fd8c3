import LacunaPrograms

/// A bound on the rounding errors of a computation with series, to which tests scale tolerances.
///
/// Beside the true constant term it carries two series of non-negative numbers. `magnitudes` majorise
/// the coefficients: the same computation with absolute values, functions by the absolute values of
/// their Taylor coefficients at the true constant term, subtraction as addition. `errors` bound, to
/// first order and in units of the machine epsilon, what rounding has done to each coefficient: every
/// operation passes on the errors of its operands through the magnitudes of its derivatives, and adds
/// its own: the magnitude, k + 1 times for coefficient k of a product or function, which is a sum of as
/// many products. A correct evaluation, in whatever order, is within a small multiple of
/// `epsilon × errors` of the truth.
public struct ReferenceMajorant: Sendable {
  /// The true constant term.
  public let primal: Double
  /// Bounds on the absolute values of the coefficients.
  public let magnitudes: [Double]
  /// Bounds on the errors of the coefficients, in units of the machine epsilon.
  public let errors: [Double]

  /// The majorant of a series that is known to the last bit but one.
  public init(_ jet: ReferenceJet) {
    primal = jet.primal
    magnitudes = jet.coefficients.map(\.magnitude)
    errors = magnitudes
  }

  private init(primal: Double, magnitudes: [Double], errors: [Double]) {
    self.primal = primal
    self.magnitudes = magnitudes
    self.errors = errors
  }

  /// The error bound of the coefficient of `z^power`, in units of the machine epsilon.
  public func bound(_ power: Int) -> Double { power < errors.count ? errors[power] : 0 }

  /// The sum of operands' magnitudes and errors, whichever their signs.
  private static func sum(_ primal: Double, _ left: Self, _ right: Self) -> Self {
    var magnitudes = Self.add(left.magnitudes, right.magnitudes)
    let errors = Self.add(Self.add(left.errors, right.errors), magnitudes)
    magnitudes[0] = abs(primal)
    return ReferenceMajorant(primal: primal, magnitudes: magnitudes, errors: errors)
  }

  /// A function of this number, from its Taylor coefficients at the primal.
  ///
  /// With F the series of their absolute values and t the magnitudes without the constant term, the
  /// magnitudes are F(t) and the errors F'(t) · errors plus the function's own.
  private func composed(_ function: (ReferenceJet) -> ReferenceJet) -> ReferenceMajorant {
    let degree = magnitudes.count - 1
    let (value, taylor) = taylorMagnitudes(of: function, degree: degree + 1)
    var (magnitudes, slopes) = ([0.0], [0.0])
    var tangents = self.magnitudes
    tangents[0] = 0
    for power in (0...degree).reversed() {
      magnitudes = Self.multiply(magnitudes, tangents)
      magnitudes[0] += taylor[power]
      slopes = Self.multiply(slopes, tangents)
      slopes[0] += Double(power + 1) * taylor[power + 1]
    }
    let passedOn = Self.multiply(slopes, errors)
    return ReferenceMajorant(
      primal: value,
      magnitudes: magnitudes,
      errors: Self.add(passedOn, Self.own(magnitudes))
    )
  }

  /// A function's value at the primal and the absolute values of its Taylor coefficients there.
  ///
  /// A coefficient that happens to be nearly zero between larger ones counts as the smaller of its
  /// neighbours: it is a sum of terms of about that size, and has their errors.
  private func taylorMagnitudes(
    of function: (ReferenceJet) -> ReferenceJet,
    degree: Int
  ) -> (value: Double, magnitudes: [Double]) {
    var argument = [ReferenceComplex](repeating: .zero, count: degree + 2)
    argument[0] = ReferenceComplex(primal)
    argument[1] = ReferenceComplex(1)
    let series = function(ReferenceJet(argument))
    let found = (0...degree + 1).map { series[$0].magnitude }
    let filled = (1...degree).map { max(found[$0], min(found[$0 - 1], found[$0 + 1])) }
    return (series.primal, [found[0]] + filled)
  }

  /// The rounding errors of coefficients of these magnitudes, each made as a sum of products.
  private static func own(_ magnitudes: [Double]) -> [Double] {
    magnitudes.enumerated().map { Double($0.0 + 1) * $0.1 }
  }

  private static func add(_ left: [Double], _ right: [Double]) -> [Double] {
    (0..<max(left.count, right.count)).map {
      ($0 < left.count ? left[$0] : 0) + ($0 < right.count ? right[$0] : 0)
    }
  }

  private static func multiply(_ left: [Double], _ right: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: max(left.count, right.count))
    for (i, a) in left.enumerated() {
      for (j, b) in right.enumerated() where i + j < result.count { result[i + j] += a * b }
    }
    return result
  }
}

extension ReferenceMajorant: ReferenceNumber {
  /// The majorant of a real number.
  public static func constant(_ value: Double) -> ReferenceMajorant {
    ReferenceMajorant(.constant(value))
  }

  /// The majorant of a sum.
  public static func + (left: Self, right: Self) -> Self {
    sum(left.primal + right.primal, left, right)
  }

  /// The majorant of a difference: the sum of the magnitudes.
  public static func - (left: Self, right: Self) -> Self {
    sum(left.primal - right.primal, left, right)
  }

  /// The majorant of a product.
  public static func * (left: Self, right: Self) -> Self {
    let magnitudes = multiply(left.magnitudes, right.magnitudes)
    let passedOn = add(
      multiply(left.errors, right.magnitudes),
      multiply(left.magnitudes, right.errors)
    )
    return ReferenceMajorant(
      primal: left.primal * right.primal,
      magnitudes: magnitudes,
      errors: add(passedOn, own(magnitudes))
    )
  }

  /// The majorant of a product with the reciprocal.
  public static func / (left: Self, right: Self) -> Self { left * right.applying(.reciprocal) }

  /// The majorant of a product with a real number.
  public func scaled(by factor: Double) -> ReferenceMajorant { self * .constant(factor) }

  /// The majorant of an elementary function; the branch is that of the true constant term.
  public func applying(_ function: UnaryFunction) -> ReferenceMajorant {
    switch function {
    case .relu: rectified
    case .abs: absolute
    case .negate: scaled(by: -1)
    default: composed { $0.applying(function) }
    }
  }

  /// The majorant of a power.
  public func raised(to exponent: Double) -> ReferenceMajorant {
    composed { $0.raised(to: exponent) }
  }
}
