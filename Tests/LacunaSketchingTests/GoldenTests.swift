import Foundation
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Testing

@Suite struct GoldenTests {
  static let queries = ["max", "mary", "alex"]

  @Test func `coefficients along the x-names agree with the golden ones`() throws {
    let golden = try Golden.load()
    let problem = try Golden.problem()
    let targets = try Self.queries.map { try Golden.loss($0, on: problem) }
    let curve = try Curve(
      problem,
      deleting: golden.curve.delete,
      degree: golden.curve.degree,
      targets: targets,
      options: ExecutionOptions()
    )
    for (query, found) in zip(Self.queries, curve.coefficients) {
      let expected = try #require(golden.curve.coefficients[query])
      for (r, (a, b)) in zip(found, expected).enumerated() {
        #expect(abs(a - b) <= 1e-9 * abs(b), "\(query) degree \(r): \(a) \(b)")
      }
    }
  }
}
