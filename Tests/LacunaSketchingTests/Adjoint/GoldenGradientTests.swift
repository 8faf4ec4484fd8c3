import LacunaExecution
import LacunaProtocols
import Testing

@testable import LacunaSketching

/// Gradients through training on first names, against JAX and against jets of the run forward.
@Suite struct GoldenGradientTests {
  private static let queries = ["max", "mary", "alex"]

  @Test func `gradients are those of JAX through the scanned training loop`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let pass = try ReversePass(
      problem,
      options: ExecutionOptions(),
      budget: CheckpointBudget(bytes: 1 << 30)
    )
    let found = try pass.gradients(of: Self.queries.map { try Golden.loss($0, on: problem) })
    for (query, gradient) in zip(Self.queries, found) {
      let base = try #require(golden.base[query])
      #expect(abs(gradient.base[0] - base) <= 1e-12 * abs(base))
      let expected = try #require(golden.gradient[query])
      try #require(gradient.gradient[0].count == expected.count)
      let largest = expected.reduce(0) { max($0, abs($1)) }
      for (unit, (a, b)) in zip(gradient.gradient[0], expected).enumerated() {
        #expect(abs(a - b) <= 1e-9 * largest, "\(query), name \(unit): \(a), golden \(b)")
      }
    }
  }

  /// With f(zψ) = Σ c_r z^r, the product ψ·∇f(zψ) is Σ r c_r z^(r−1).
  @Test func `gradients along a complex direction give the golden coefficients`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let tensor = try #require(try Golden.tensors("microgpt-names-direction").first)
    let direction = try Directions(tensor, units: 1000, source: "golden").direction(0, units: 1000)
    let degree = 3
    let sketching = try GradientSketching(
      problem,
      degree: degree,
      options: ExecutionOptions(),
      budget: CheckpointBudget(bytes: 300 << 20)
    )
    let targets = try Self.queries.map { try Golden.loss($0, on: problem) }
    let found = try sketching.jets(along: [direction], of: targets)
    for (query, outputs) in zip(Self.queries, found) {
      let expected = try #require(golden.direction.coefficients[query])
      for r in 2...degree {
        var sum = Complex(0)
        for (psi, slope) in zip(direction, outputs[0][0].coefficients[r - 2]) {
          sum = sum + psi * slope
        }
        let (re, im) = (expected[r][0] * Double(r), expected[r][1] * Double(r))
        let size = (re * re + im * im).squareRoot()
        let error = ((sum.re - re) * (sum.re - re) + (sum.im - im) * (sum.im - im)).squareRoot()
        #expect(error <= 1e-9 * size, "\(query), degree \(r): \(sum), golden \(re), \(im)")
      }
    }
  }
}
