import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// The laws of the ring ℂ[z]/(z^(d+1)), on random series.
struct ReferenceJetTests {
  private static let degrees = [0, 1, 2, 3, 4, 7, 20]

  @Test(arguments: degrees)
  func `products and sums are associative, commutative and distributive`(degree: Int) {
    var random = SplitMix64(seed: 1)
    let (a, b, c) = (
      series(degree, &random), series(degree, &random), series(degree, &random)
    )
    expectEqual((a * b) * c, a * (b * c))
    expectEqual(a * b, b * a)
    expectEqual(a * (b + c), a * b + a * c)
    expectEqual((a + b) - b, a)
    expectEqual(a * .constant(1), a)
    expectEqual(a.scaled(by: -2.5), a * .constant(-2.5))
  }

  @Test(arguments: degrees)
  func `quotients undo products`(degree: Int) {
    var random = SplitMix64(seed: 2)
    let (a, b) = (series(degree, &random), argument(degree, &random))
    expectEqual((a * b) / b, a)
    expectEqual(b * b.applying(.reciprocal), .constant(1))
  }

  @Test(arguments: [0, 1, 3, 7])
  func `truncation is a homomorphism`(degree: Int) {
    var random = SplitMix64(seed: 3)
    let (a, b) = (argument(10, &random), argument(10, &random))
    func short(_ jet: ReferenceJet) -> ReferenceJet { jet.truncated(to: degree) }
    expectEqual(short(a * b), short(a) * short(b))
    expectEqual(short(a / b), short(a) / short(b))
    for function in UnaryFunction.allCases {
      expectEqual(short(a.applying(function)), short(a).applying(function))
    }
    expectEqual(short(a.raised(to: -1.5)), short(a).raised(to: -1.5))
  }

  @Test(arguments: UnaryFunction.allCases)
  func `z to cz multiplies coefficient k by c to the k`(function: UnaryFunction) {
    var random = SplitMix64(seed: 4)
    let c = ReferenceComplex(0.7, -0.9)
    func scaled(_ jet: ReferenceJet) -> ReferenceJet {
      var power = ReferenceComplex(1)
      return ReferenceJet(
        jet.coefficients.map { coefficient in
          defer { power = power * c }
          return power * coefficient
        }
      )
    }
    let (a, b) = (argument(8, &random), argument(8, &random))
    expectEqual(scaled(a * b), scaled(a) * scaled(b))
    expectEqual(scaled(a.applying(function)), scaled(a).applying(function))
  }

  @Test(arguments: UnaryFunction.allCases)
  func `functions commute with conjugation`(function: UnaryFunction) {
    var random = SplitMix64(seed: 5)
    let a = argument(8, &random)
    let conjugate = ReferenceJet(a.coefficients.map(\.conjugate))
    let result = ReferenceJet(a.applying(function).coefficients.map(\.conjugate))
    expectEqual(conjugate.applying(function), result)
  }

  @Test(arguments: degrees)
  func `functions keep their identities`(degree: Int) {
    var random = SplitMix64(seed: 6)
    let (a, b) = (argument(degree, &random), argument(degree, &random))
    let one = ReferenceJet.constant(1)
    expectEqual((a + b).applying(.exp), a.applying(.exp) * b.applying(.exp))
    expectEqual((a * b).applying(.log), a.applying(.log) + b.applying(.log))
    expectEqual(a.applying(.log).applying(.exp), a)
    expectEqual(a.applying(.sqrt).applying(.square), a)
    expectEqual(a.applying(.rsqrt) * a.applying(.sqrt), one)
    expectEqual(a.raised(to: 3), a * a * a)
    expectEqual(a.raised(to: 0.25) * a.raised(to: 1.75), a * a)
    expectEqual(a.raised(to: -2) * a * a, one)
    expectEqual(a.applying(.sin).applying(.square) + a.applying(.cos).applying(.square), one)
    let exponential = a.applying(.exp)
    expectEqual(a.applying(.sigmoid), exponential / (exponential + one))
    expectEqual(a.applying(.softplus), (exponential + one).applying(.log))
    let double = a.scaled(by: 2).applying(.exp)
    expectEqual(a.applying(.tanh), (double - one) / (double + one))
    expectEqual(a.applying(.silu), a * a.applying(.sigmoid))
    let distribution = a.scaled(by: 0.5.squareRoot()).applying(.erf) + one
    expectEqual(a.applying(.gelu), (a * distribution).scaled(by: 0.5))
  }

  @Test func `whole powers take a base of zero`() {
    let z = ReferenceJet(primal: 0, tangents: [ReferenceComplex(2), .zero, .zero, .zero])
    #expect(z.raised(to: 3)[3] == ReferenceComplex(8))
    #expect(z.raised(to: 3)[2] == .zero)
    #expect(z.raised(to: 0)[0] == ReferenceComplex(1))
  }

  @Test func `branches are chosen by the primal`() {
    let negative = ReferenceJet(primal: -2, tangents: [ReferenceComplex(3, 1)])
    #expect(negative.applying(.relu)[1] == .zero)
    #expect(negative.applying(.abs)[1] == ReferenceComplex(-3, -1))
    #expect(negative.scaled(by: -1).applying(.relu)[1] == ReferenceComplex(-3, -1))
  }

  /// A series with a complex constant term.
  private func series(_ degree: Int, _ random: inout SplitMix64) -> ReferenceJet {
    ReferenceJet((0...degree).map { _ in ReferenceComplex(random.normal(), random.normal()) })
  }

  /// A series with a positive constant term, which every function takes.
  private func argument(_ degree: Int, _ random: inout SplitMix64) -> ReferenceJet {
    var jet = series(degree, &random)
    for power in 1..<max(degree + 1, 1) {
      jet.coefficients[power] = 0.4 * jet.coefficients[power]
    }
    jet.coefficients[0] = ReferenceComplex(random.uniform(in: 0.7...1.5))
    return jet
  }

  private func expectEqual(
    _ found: ReferenceJet,
    _ expected: ReferenceJet,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let scale = expected.coefficients.map(\.magnitude).max() ?? 0
    for power in 0...max(found.degree, expected.degree) {
      let error = (found[power] - expected[power]).magnitude
      #expect(error <= 1e-9 * (1 + scale), "z^\(power)", sourceLocation: sourceLocation)
    }
  }
}
