import Foundation

/// Taylor coefficients of a black box F(z), from its values at points z = ρω^m of circles.
///
/// On a circle of radius ρ the Fourier coefficient of index r is c_r ρ^r + c_{r+M} ρ^{r+M} + …, with the
/// rounding noise of F. Those of the last quarter of the indices, far beyond the degree, would be nothing but
/// noise and what the series still has there; they are negative frequencies, too, where a function that
/// is not analytic shows. Their largest is the error of every coefficient: aliasing falls with ρ, and the
/// noise divided by ρ^r grows, so that a best radius lies between, which is searched for.
struct CircleInterpolation {
  /// What a search has found.
  struct Expansion {
    /// Output, then coefficient 0…d.
    var coefficients: [[Complex]]
    /// The error of each coefficient, estimated.
    var errors: [[Double]]
    /// The radius each coefficient was taken from.
    var radii: [[Double]]
  }

  /// One circle of finite values.
  private struct Ring {
    let radius: Double
    /// Output, then c_r for r = 0…d.
    let coefficients: [[Complex]]
    /// Output: the largest Fourier coefficient beyond the series.
    let tails: [Double]
    /// Output: the largest |c_r| ρ^r of r = 1…d.
    let changes: [Double]
    /// Output: the largest value.
    let sizes: [Double]

    /// How much of what changes is not of the series, where that is more than rounding: small inside the
    /// circle of convergence of an analytic function, about 1 elsewhere.
    func strangeness(_ roundoff: Double) -> [Double] {
      tails.indices.map { output in
        tails[output] <= 1e3 * roundoff * sizes[output]
          ? 0 : tails[output] / max(changes[output], .leastNormalMagnitude)
      }
    }
  }

  /// The degree d.
  let degree: Int
  /// The relative rounding error of a value.
  let roundoff: Double
  /// What is evaluated, for messages.
  let subject: String
  private let circle: Circle

  /// The number of points of a circle.
  var points: Int { circle.roots.count }

  init(degree: Int, roundoff: Double, subject: String) {
    self.degree = degree
    self.roundoff = roundoff
    self.subject = subject
    var points = 32
    while points < 4 * (degree + 1) { points *= 2 }
    circle = Circle(points: points)
  }

  /// Expands a function around 0.
  ///
  /// - Parameters:
  ///   - start: a radius of the right order, where the arguments change about as much as they are.
  ///   - function: its values at a point, always as many.
  /// - Returns: coefficients, their errors, and where they are from.
  /// - Throws: ``ComputedError``, or what the function throws.
  func expand(from start: Double, _ function: (Complex) throws -> [Complex]) throws -> Expansion {
    var rings: [Ring] = []
    var strangest: (output: Int, share: Double)?
    // How far the highest coefficient is off, relative to the values on the first circle.
    func look(_ radius: Double) throws -> Double {
      guard let ring = try evaluate(radius, function) else { return .infinity }
      let shares = ring.strangeness(roundoff)
      let worst = shares.indices.max { shares[$0] < shares[$1] } ?? 0
      guard shares.isEmpty || shares[worst] <= Self.mostStrange else {
        if shares[worst] <= strangest?.share ?? .infinity { strangest = (worst, shares[worst]) }
        return .infinity
      }
      rings.append(ring)
      let power = pow(radius, Double(degree))
      return zip(ring.tails, rings[0].sizes).reduce(0) {
        $1.1 > 0 ? max($0, $1.0 / $1.1 / power) : $0
      }
    }
    let begin = start / 4
    var best = try look(begin)
    var radius = begin
    for _ in 0..<Self.mostSteps {
      radius /= 2
      let score = try look(radius)
      // While nothing is a series, inwards is the only way.
      if score >= best, best < .infinity { break }
      best = score
    }
    guard best < .infinity else {
      if let (output, share) = strangest {
        throw ComputedError.notAnalytic(subject: subject, output: output, tail: share)
      }
      throw ComputedError.notFinite(subject: subject, radius: radius)
    }
    if radius == begin / 2 {
      radius = begin
      for _ in 0..<Self.mostSteps {
        radius *= 2
        let score = try look(radius)
        if score >= best { break }
        best = score
      }
    }
    return combine(rings)
  }

  /// Radii are halved or doubled so many times.
  private static let mostSteps = 24
  /// What is not of the series may be so much of what changes.
  private static let mostStrange = 1e-2

  private func evaluate(
    _ radius: Double,
    _ function: (Complex) throws -> [Complex]
  ) throws -> Ring? {
    var values: [[Complex]] = []
    for root in circle.roots {
      let value = try function(Complex(radius * root.re, radius * root.im))
      guard value.allSatisfy(\.isFinite) else { return nil }
      if let first = values.first, first.count != value.count {
        throw ComputedError.valueCount(
          subject: subject,
          found: value.count,
          expected: first.count
        )
      }
      values.append(value)
    }
    let outputs = values[0].count
    var coefficients: [[Complex]] = []
    var tails: [Double] = []
    var changes: [Double] = []
    var sizes: [Double] = []
    for output in 0..<outputs {
      let column = values.map { $0[output] }
      let found = circle.coefficients(column)
      let size = column.reduce(0) { max($0, $1.magnitude) }
      // Values that agree to the last bit have no noise to be seen.
      let noise = size * roundoff / Double(points).squareRoot()
      let tail = found[(points - points / 4)...].reduce(noise) { max($0, $1.magnitude) }
      changes.append(found[1...degree].reduce(0) { max($0, $1.magnitude) })
      tails.append(tail)
      sizes.append(size)
      var power = 1.0
      coefficients.append(
        found[0...degree].map { value in
          defer { power *= radius }
          return Complex(value.re / power, value.im / power)
        }
      )
    }
    guard coefficients.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    return Ring(
      radius: radius,
      coefficients: coefficients,
      tails: tails,
      changes: changes,
      sizes: sizes
    )
  }

  /// Each coefficient from the circle on which it is best, and compared with the second best.
  private func combine(_ rings: [Ring]) -> Expansion {
    let outputs = rings.first?.tails.count ?? 0
    var expansion = Expansion(coefficients: [], errors: [], radii: [])
    for output in 0..<outputs {
      var row: (values: [Complex], errors: [Double], radii: [Double]) = ([], [], [])
      for r in 0...degree {
        let ranked = rings.map { ($0, $0.tails[output] / pow($0.radius, Double(r))) }
          .sorted { ($0.1, $0.0.radius) < ($1.1, $1.0.radius) }
        let (best, error) = ranked[0]
        let value = best.coefficients[output][r]
        // A number is no more exact than its rounding.
        var bound = max(error, roundoff * value.magnitude)
        if ranked.count > 1 {
          let other = ranked[1].0.coefficients[output][r]
          let difference = Complex(value.re - other.re, value.im - other.im).magnitude
          if difference > 4 * (error + ranked[1].1) { bound = difference }
        }
        row.values.append(value)
        row.errors.append(bound)
        row.radii.append(best.radius)
      }
      expansion.coefficients.append(row.values)
      expansion.errors.append(row.errors)
      expansion.radii.append(row.radii)
    }
    return expansion
  }
}
