import Foundation
import LacunaTestSupport
import Testing

@testable import LacunaSketching

@Suite("Interpolation on circles")
struct CircleTests {
  @Test("the fast transform is the slow one", arguments: [1, 2, 8, 64])
  func transformIsTheSum(points: Int) {
    var random = SplitMix64(seed: 5)
    let values = (0..<points).map { _ in Complex(random.normal(), random.normal()) }
    let found = Circle(points: points).coefficients(values)
    for r in 0..<points {
      var sum = Complex(0)
      for m in 0..<points {
        let angle = -2 * Double.pi * Double(r * m) / Double(points)
        sum = sum + values[m] * Complex(cos(angle), sin(angle))
      }
      let expected = Complex(sum.re / Double(points), sum.im / Double(points))
      #expect(found[r].distance(to: expected) < 1e-13)
    }
  }

  /// exp(az), 1/(1 − az), a polynomial of degree 9 and log(1 + az), and their coefficients of degree r.
  private static let functions:
    [(String, @Sendable (Complex) -> Complex, @Sendable (Int) -> Double)] = [
      (
        "exp", { Complex(exp($0.re) * cos($0.im), exp($0.re) * sin($0.im)) },
        { 1 / tgamma(Double($0) + 1) }
      ),
      ("geometric", { reciprocal(Complex(1 - $0.re, -$0.im)) }, { _ in 1 }),
      (
        "polynomial",
        { z in (0...9).reversed().reduce(Complex(0)) { $0 * z + Complex(Double($1 + 1)) } },
        { $0 <= 9 ? Double($0 + 1) : 0 }
      ),
      (
        "log", { Complex(log(hypot(1 + $0.re, $0.im)), atan2($0.im, 1 + $0.re)) },
        { $0 == 0 ? 0 : ($0 % 2 == 1 ? 1 : -1) / Double($0) }
      ),
    ]

  private static func reciprocal(_ z: Complex) -> Complex {
    let size = z.re * z.re + z.im * z.im
    return Complex(z.re / size, -z.im / size)
  }

  @Test("coefficients and errors of known series, at any scale", arguments: 0..<4)
  func knownSeries(index: Int) throws {
    let (name, function, series) = Self.functions[index]
    var random = SplitMix64(name: name)
    for degree in [1, 3, 6, 12] {
      for _ in 0..<Stress.count(6, all: 60) {
        // The scale of the argument, and how wrong the radius is that the search begins with.
        let scale = pow(10, random.uniform(in: -4...4))
        let start = pow(10, random.uniform(in: -1.5...1.5)) / scale
        let interpolation = CircleInterpolation(degree: degree, roundoff: 2.3e-16, subject: name)
        let found = try interpolation.expand(from: start) { z in
          [function(Complex(z.re * scale, z.im * scale))]
        }
        for r in 0...degree {
          let expected = series(r) * pow(scale, Double(r))
          let error = found.coefficients[0][r].distance(to: Complex(expected))
          let size = max(abs(expected), pow(scale, Double(r)) * 1e-3)
          #expect(error <= 1e-9 * size, "\(name), degree \(degree), c\(r)")
          // The estimate is of the right order: never far below what is true.
          #expect(error <= 10 * found.errors[0][r] + 1e-15 * size, "\(name), c\(r)")
          #expect(found.errors[0][r] <= 1e-6 * size, "\(name), c\(r)")
        }
      }
    }
  }

  @Test("single precision has its own error, and says so")
  func singlePrecision() throws {
    let interpolation = CircleInterpolation(degree: 3, roundoff: 1.2e-7, subject: "f32")
    let found = try interpolation.expand(from: 1) { z in
      [Complex(Double(Float(exp(z.re) * cos(z.im))), Double(Float(exp(z.re) * sin(z.im))))]
    }
    for r in 0...3 {
      let error = found.coefficients[0][r].distance(to: Complex(1 / tgamma(Double(r) + 1)))
      #expect(error < 1e-6)
      #expect(error <= 10 * found.errors[0][r])
    }
  }

  @Test("what is not analytic is refused")
  func notAnalytic() {
    let functions: [(Complex) -> Complex] = [
      { Complex(hypot(1 + $0.re, $0.im)) },
      { Complex(1 + $0.re, -$0.im) },
      { Complex(exp($0.re)) },
      { Complex(1 + abs($0.re), $0.im) },
    ]
    for (index, function) in functions.enumerated() {
      for degree in [1, 3] {
        let interpolation = CircleInterpolation(degree: degree, roundoff: 2.3e-16, subject: "f")
        #expect(throws: ComputedError.self, "function \(index)") {
          try interpolation.expand(from: 1) { [function($0)] }
        }
      }
    }
  }

  @Test("constants have no terms, and infinities are said")
  func extremes() throws {
    let interpolation = CircleInterpolation(degree: 3, roundoff: 2.3e-16, subject: "f")
    let found = try interpolation.expand(from: 1) { _ in [Complex(2.5), Complex(0)] }
    #expect(found.coefficients[0][0].distance(to: Complex(2.5)) < 1e-15)
    #expect(found.coefficients[0][1...].allSatisfy { $0.size < 1e-15 })
    #expect(found.coefficients[1].allSatisfy { $0.size == 0 })
    let error = #expect(throws: ComputedError.self) {
      try interpolation.expand(from: 1) { _ in [Complex(.nan)] }
    }
    #expect(error?.description.contains("gives no finite numbers") == true)
    // Finite only near the middle: the search goes there.
    let near = try interpolation.expand(from: 1e6) { z in
      [hypot(z.re, z.im) > 1 ? Complex(.infinity) : Self.reciprocal(Complex(2 - z.re, -z.im))]
    }
    for r in 0...3 {
      #expect(near.coefficients[0][r].distance(to: Complex(pow(0.5, Double(r + 1)))) < 1e-12)
    }
  }
}
