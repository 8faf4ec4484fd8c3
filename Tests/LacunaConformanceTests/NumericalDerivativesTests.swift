import Foundation
import LacunaTestSupport
import Testing

@testable import LacunaConformance

@Suite("Taylor coefficients from values")
struct NumericalDerivativesTests {
  private typealias Function = @Sendable (Double) -> Double

  /// A function, and its coefficients of the degrees 1 to 3 by hand.
  private static let smooth: [(function: Function, jet: [Double])] = [
    ({ exp($0) }, [1, 0.5, 1.0 / 6]),
    ({ 1e9 * exp(3 * $0) }, [3e9, 4.5e9, 4.5e9]),
    ({ 1e-12 / (1 + $0) }, [-1e-12, 1e-12, -1e-12]),
    ({ 5 + sin($0) }, [1, 0, -1.0 / 6]),
    // Smooth only up to the next kink.
    ({ $0 + max(0, $0 - 0x1p-14) }, [1, 0, 0]),
    ({ exp($0) + abs($0 + 0x1p-20) }, [2, 0.5, 1.0 / 6]),
  ]

  private static func derivatives(_ function: Function) -> NumericalDerivatives {
    NumericalDerivatives(values: NumericalDerivatives.points.map { [function($0)] })
  }

  @Test("they are within their errors, which are small", arguments: smooth.indices)
  func accuracy(index: Int) throws {
    let (function, jet) = Self.smooth[index]
    let derivatives = Self.derivatives(function)
    // Beside a kink there is only rounding to learn degree 3 from.
    for degree in 1...(index < 4 ? 3 : 1) {
      let estimate = derivatives.estimate(degree: degree)
      #expect(abs(estimate.values[0] - jet[degree - 1]) <= estimate.error, "degree \(degree)")
      let scale = jet.map(abs).max() ?? 0
      let most = index < 4 ? [1e-7, 1e-6, 1e-4][degree - 1] : 1e-4
      #expect(estimate.error <= most * scale, "degree \(degree)")
    }
    try derivatives.compare(jet: jet.map { [$0] }, subject: "it", name: { "\($0)" })
  }

  @Test("a coefficient that is off by a hundredth is found", arguments: smooth.indices)
  func power(index: Int) {
    let (function, jet) = Self.smooth[index]
    for degree in 0..<(index < 4 ? 3 : 1) {
      var wrong = jet
      wrong[degree] += 0.01 * (jet.map(abs).max() ?? 0)
      #expect(throws: Finding.self) {
        try Self.derivatives(function)
          .compare(jet: wrong.map { [$0] }, subject: "it", name: { "\($0)" })
      }
    }
  }

  @Test("a function that is 0 where nothing changes, but for rounding, does not jump there")
  func rounding() throws {
    // As a divergence is computed: the difference of sums that are near to one.
    let divergence = Self.derivatives { x in
      let p = 0.3 + 0.1 * x
      return 0.3 * log(0.3 / p) + 0.7 * log(0.7 / (1 - p))
    }
    // 0.005 / (0.3 · 0.7) · x², and the next term of the series.
    let cubic = (-0.001 / 0.09 + 0.001 / 0.49) / 3
    try divergence.compare(
      jet: [[0], [0.005 / 0.21], [cubic]],
      subject: "it",
      name: { "\($0)" }
    )
    let noisy = Self.derivatives { $0 * $0 * 0.01 + ($0 == 0 ? 0 : 3e-16 * sin(1e18 * $0)) }
    try noisy.compare(jet: [[0], [0.01], [0]], subject: "it", name: { "\($0)" })
  }

  private static let rough: [Function] = [
    { abs($0) }, { abs($0) + 3 * $0 }, { $0 > 0 ? 1 : 0 }, { $0 >= 0 ? 1e-3 + $0 : $0 },
    { $0 * abs($0) * 5 + abs($0) }, { abs($0).squareRoot() },
  ]

  @Test("what is not smooth where nothing changes is found", arguments: rough.indices)
  func roughness(index: Int) {
    // Whichever side the jet is of.
    for slope in [-1.0, 0, 1, 2, 3, 4] {
      #expect(throws: Finding.self, "slope \(slope)") {
        try Self.derivatives(Self.rough[index])
          .compare(jet: [[slope], [0], [0]], subject: "it", name: { "\($0)" })
      }
    }
  }
}
