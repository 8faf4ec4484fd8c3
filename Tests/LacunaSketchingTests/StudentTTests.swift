import Testing

@testable import LacunaSketching

@Suite struct StudentTTests {
  /// Published two-sided quantiles (any table of the t distribution).
  @Test(arguments: [
    (0.95, 1, 12.7062), (0.95, 2, 4.3027), (0.95, 10, 2.2281), (0.99, 5, 4.0321),
    (0.90, 30, 1.6973), (0.95, 511, 1.9646), (0.95, 1_000_000, 1.95997), (0.6827, 1, 1.8373),
  ])
  func `half-widths are the tabulated ones`(confidence: Double, freedom: Int, expected: Double) {
    let found = StudentT.halfWidth(confidence: confidence, degreesOfFreedom: freedom)
    #expect(abs(found - expected) < 2e-4 * expected, "\(found)")
  }

  /// I_x(1, b) = 1 − (1 − x)^b and I_x(a, 1) = x^a.
  @Test func `the incomplete beta function has its closed forms`() {
    for x in [0.0, 0.1, 0.5, 0.9, 1] {
      #expect(abs(StudentT.beta(x, 3, 1) - x * x * x) < 1e-14)
      #expect(abs(StudentT.beta(x, 1, 2) - (1 - (1 - x) * (1 - x))) < 1e-14)
    }
  }
}
