import Foundation
import LacunaStores
import LacunaTestSupport
import Testing

@testable import LacunaSketching

/// The fit and the verdicts of stability, on functions whose coefficients are known.
@Suite struct StabilityFitTests {
  /// log₂|g·ψ| for directions on the sphere of ℂⁿ.
  private func sizes(units: Int, directions: Int) -> [Double] {
    (0..<directions).map { index in
      let psi = Directions.random(seed: 3).direction(index, units: units)
      let dot = psi.enumerated().reduce(Complex(0)) {
        let g = cos(Double($1.offset))
        return Complex($0.re + g * $1.element.re, $0.im + g * $1.element.im)
      }
      return 0.5 * log2(dot.re * dot.re + dot.im * dot.im)
    }
  }

  private func profile(
    units: Int,
    degree: Int,
    _ coefficient: (_ degree: Double, _ size: Double) -> Double
  ) -> StabilityProfile {
    StabilityProfile(
      units: units,
      sizes: sizes(units: units, directions: 12).map { size in
        (1...degree).map { coefficient(Double($0), size) }
      }
    )
  }

  private func logFactorial(_ r: Double) -> Double { lgamma(r + 1) / log(2) }

  @Test func `the dimension of symmetric tensors is the binomial coefficient`() {
    for units in [1, 2, 7, 1000] {
      var count = 1.0
      for (index, half) in StabilityProfile.halfLogDimension(units: units, degree: 40).enumerated()
      {
        count *= Double(units + index) / Double(index + 1)
        #expect(abs(half - 0.5 * log2(count)) < 1e-9 * max(1, half))
      }
    }
    // C(n + r − 1, r) itself is 1e1500 or so here.
    let large = StabilityProfile.halfLogDimension(units: 1_000_000, degree: 1000)
    #expect(large.allSatisfy(\.isFinite) && large == large.sorted())
  }

  @Test(arguments: [(3.0, -1.5, 0.0), (-2, 0.25, 1), (0, -7, -0.3)])
  func `a curve of the model is found again`(a: Double, b: Double, s: Double) throws {
    for degree in [4, 12, 100] {
      let curve = (1...degree).map { a + b * Double($0) - s * logFactorial(Double($0)) }
      let fit = try #require(StabilityFit(curve))
      #expect(abs(fit.intercept - a) < 1e-8 && abs(fit.slope - b) < 1e-8)
      #expect(abs(fit.curvature - s) < 1e-8 && fit.residual < 1e-9)
      #expect(fit.degrees == Array(1...degree))
    }
    #expect(StabilityFit([1, 2, 3]) == nil)
    #expect(StabilityFit([1, -.infinity, .nan, 2, 3]) == nil)
  }

  /// f = exp(g·w): c_r = (g·ψ)^r/r!.
  @Test(arguments: [(5, 60), (200, 40), (1000, 100)])
  func `the exponential function is stable`(units: Int, degree: Int) throws {
    let profile = profile(units: units, degree: degree) { $0 * $1 - logFactorial($0) }
    let finding = profile.finding()
    #expect(finding.verdict == .stable)
    #expect(abs(try #require(finding.fit).curvature - 1) < 1e-8)
  }

  /// f = 1/(1 − g·w): c_r = (g·ψ)^r, whose radius along ψ is 1/|g·ψ|.
  @Test(arguments: [(5, 60), (200, 40), (1000, 100)])
  func `a geometric series is geometric, with its radius`(units: Int, degree: Int) throws {
    let sizes = sizes(units: units, directions: 12)
    // Scaled so that the norms of its tensors fall, as 0.5^r.
    let norm = (0..<units).reduce(0) { $0 + cos(Double($1)) * cos(Double($1)) }.squareRoot()
    let scale = log2(0.5 / norm)
    let profile = profile(units: units, degree: degree) { $0 * ($1 + scale) }
    let finding = profile.finding()
    #expect(finding.verdict == .geometric, "\(finding.words)")
    #expect(abs(try #require(finding.fit).curvature) < 1e-8)
    let radius = try #require(finding.radius)
    let expected = sizes.map { exp2(-$0 - scale) }.sorted()
    #expect(abs(radius.least / expected[0] - 1) < 1e-8)
    #expect(abs(radius.most / expected[11] - 1) < 1e-8)
    #expect(abs(log2(radius.median) - log2(expected[5] * expected[6]) / 2) < 1e-8)
    // What √n[r] bends is that of √n[r] alone: q falls faster than a line for a geometric series too.
    let bend = try #require(finding.geometricCurvature)
    #expect(abs(try #require(finding.curvature) - bend) < 1e-8)
    if units > degree { #expect(bend > 0.3) }
  }

  @Test func `tensors that grow are unstable, at any degree`() {
    for degree in [2, 3, 6, 30] {
      let profile = profile(units: 50, degree: degree) { $0 * ($1 + 2) }
      #expect(profile.finding().verdict == .unstable)
    }
  }

  @Test func `few degrees say little, and a polynomial ends`() {
    let falling = { (degree: Int) in
      self.profile(units: 50, degree: degree) { $0 * ($1 - 6) }.finding().verdict
    }
    #expect([1, 2, 3].map(falling) == [.unknown, .unknown, .unknown])
    #expect([4, 7].map(falling) == [.falling, .falling])
    #expect(falling(8) == .geometric)
    let quadratic = profile(units: 50, degree: 20) { $0 > 2 ? -.infinity : $0 * ($1 - 6) }
    #expect(quadratic.finding().verdict == .stable)
    #expect(quadratic.finding().words.contains("degree 2"))
    let constant = profile(units: 50, degree: 20) { _, _ in -.infinity }
    #expect(constant.finding().verdict == .stable)
    #expect(constant.rows.allSatisfy { $0.zeros == 12 && $0.mean == nil && $0.meanSquare == nil })
  }

  /// E |ψ·g|^{2r} = ‖g‖^{2r}/n[r], so the mean square of q is the norm of the tensor.
  @Test func `the mean square is the norm of the tensor`() throws {
    let units = 6
    let logs = sizes(units: units, directions: Stress.count(4000, all: 40_000))
    let profile = StabilityProfile(units: units, sizes: logs.map { [$0, 2 * $0, 3 * $0] })
    let norm = (0..<units).reduce(0) { $0 + cos(Double($1)) * cos(Double($1)) }.squareRoot()
    for row in profile.rows {
      let found = try #require(row.meanSquare)
      #expect(abs(found - Double(row.degree) * log2(norm)) < 0.15, "degree \(row.degree)")
      #expect(row.quantiles == row.quantiles.sorted() && row.zeros == 0)
    }
  }

  /// 1/(1 − x) − 1 = x + x² + …, of which the polynomial of degree r misses x^{r+1}/(1 − x); and the same beside a kink.
  @Test(arguments: [0.3, 0.8, 0.95])
  func `a series that converges slowly is not kinked`(x: Double) {
    let terms = (1...30).map { Double($0) * log2(x) }
    let misses = (0...30).map { pow(x, Double($0 + 1)) / (1 - x) }
    func trial(off: Double) -> StabilityStudy.Trial {
      StabilityStudy.Trial(
        deleted: [0],
        change: misses[0],
        terms: terms,
        misses: misses.map { $0 + off * misses[0] }
      )
    }
    #expect(!trial(off: 0).isKinked && !trial(off: 0).isDiverging)
    if x < 0.5 { #expect(trial(off: 0.05).isKinked) }
  }

  @Test func `norms are taken of numbers whose squares are none`() {
    var norm = Log2Norm()
    for value in [3e-200, 0, -4e-200] { norm.add(value) }
    #expect(abs(norm.value - log2(5e-200)) < 1e-12)
    norm.add(Complex(0, 1e200))
    #expect(abs(norm.value - log2(1e200)) < 1e-12)
    #expect(Log2Norm().value == -.infinity)
  }
}
