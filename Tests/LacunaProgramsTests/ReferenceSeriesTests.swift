import Foundation
import LacunaExecution
import LacunaPrograms
import Testing

/// Series whose coefficients are known.
struct ReferenceSeriesTests {
  private static let degree = 20

  @Test func `exp z has coefficients one over k factorial`() {
    expect(variable(0).applying(.exp)) { 1 / factorial($0) }
  }

  @Test func `one over one minus z has coefficients one`() {
    expect(variable(1, slope: -1).applying(.reciprocal)) { _ in 1 }
    expect(.constant(1) / variable(1, slope: -1)) { _ in 1 }
  }

  @Test func `log of one plus z alternates`() {
    expect(variable(1).applying(.log)) { k in
      let sign: Double = k.isMultiple(of: 2) ? -1 : 1
      return k == 0 ? 0 : sign / Double(k)
    }
  }

  @Test func `sin z and cos z have every other coefficient`() {
    let signs = [0.0, 1, 0, -1]
    expect(variable(0).applying(.sin)) { signs[$0 % 4] / factorial($0) }
    expect(variable(0).applying(.cos)) { signs[($0 + 1) % 4] / factorial($0) }
  }

  @Test func `tanh z has the coefficients of Bernoulli's numbers`() {
    // OEIS A002430 over A036279; the signs alternate.
    let odd: [(Double, Double)] = [
      (1, 1), (-1, 3), (2, 15), (-17, 315), (62, 2835), (-1382, 155_925), (21844, 6_081_075),
      (-929_569, 638_512_875), (6_404_582, 10_854_718_875), (-443_861_162, 1_856_156_927_625),
    ]
    expect(variable(0).applying(.tanh)) { k in
      k.isMultiple(of: 2) ? 0 : odd[k / 2].0 / odd[k / 2].1
    }
  }

  @Test(arguments: [-1.5, -0.5, 0.5, 2, 2.5, 7])
  func `powers of one minus z have binomial coefficients`(exponent: Double) {
    func binomial(_ k: Int) -> Double {
      var result = 1.0
      for j in 0..<k { result *= (Double(j) - exponent) / Double(j + 1) }
      return result
    }
    expect(variable(1, slope: -1).raised(to: exponent), binomial)
    if exponent == 0.5 { expect(variable(1, slope: -1).applying(.sqrt), binomial) }
    if exponent == -0.5 { expect(variable(1, slope: -1).applying(.rsqrt), binomial) }
  }

  @Test(arguments: GoldenSeries.all)
  func `functions have the coefficients that mpmath finds`(golden: GoldenSeries) {
    let found = variable(golden.point).applying(golden.function)
    expect(found) { golden.coefficients[$0] }
  }

  @Test(arguments: [-700.0, -40, -8, 8, 40, 700])
  func `functions stay finite far from zero`(point: Double) {
    for function in [.tanh, .sigmoid, .erf, .gelu, .geluTanh, .silu, .softplus] as [UnaryFunction] {
      let jet = variable(point).applying(function)
      #expect(jet.coefficients.allSatisfy { $0.magnitude.isFinite }, "\(function.rawValue)")
      #expect(jet.primal == point.applying(function), "\(function.rawValue)")
    }
  }

  @Test func `sigmoid keeps its relative accuracy in both tails`() {
    // σ'(40) = e^(−40)/(1 + e^(−40))²
    let slope = variable(40).applying(.sigmoid)[1].real
    #expect(abs(slope / exp(-40) - 1) < 1e-14)
    // tanh'(20) = 4 e^(−40)/(1 + e^(−40))²
    #expect(abs(variable(20).applying(.tanh)[1].real / (4 * exp(-40)) - 1) < 1e-14)
  }

  private func variable(_ point: Double, slope: Double = 1) -> ReferenceJet {
    var tangents = [ReferenceComplex](repeating: .zero, count: Self.degree)
    tangents[0] = ReferenceComplex(slope)
    return ReferenceJet(primal: point, tangents: tangents)
  }

  private func factorial(_ k: Int) -> Double { (0..<k).reduce(1.0) { $0 * Double($1 + 1) } }

  /// Coefficients agree to 1e-13 of themselves, or of the larger neighbour where they nearly vanish.
  private func expect(
    _ found: ReferenceJet,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ expected: (Int) -> Double
  ) {
    for power in 0...Self.degree {
      let neighbours = [power - 1, power, power + 1].filter { 0...Self.degree ~= $0 }
      let scale = neighbours.map { abs(expected($0)) }.max() ?? 0
      let error = (found[power] - ReferenceComplex(expected(power))).magnitude
      #expect(error <= 1e-13 * scale, "z^\(power)", sourceLocation: sourceLocation)
    }
  }
}
