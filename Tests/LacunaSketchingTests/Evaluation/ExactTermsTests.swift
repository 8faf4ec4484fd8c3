import LacunaExecution
import LacunaProtocols
import Testing

@testable import LacunaSketching

@Suite struct ExactTermsTests {
  @Test func `lanes beside each other are curves one by one`() throws {
    let problem = try RetrainBankTests.problem()
    let targets = [
      try Golden.loss("abab", on: problem), try Golden.loss("dc", on: problem),
    ]
    let sets = (0..<9).map { [$0, 9] } + [[1, 2, 3, 4]]
    let options = ExecutionOptions(threads: 2)
    let exact = try ExactTerms(
      problem,
      deleting: sets,
      degree: 3,
      targets: targets,
      options: options
    )
    #expect(exact.terms.count == 10)
    for (set, terms) in zip(sets, exact.terms) {
      let curve = try Curve(problem, deleting: set, degree: 3, targets: targets, options: options)
      #expect(terms == curve.coefficients.map { Array($0.dropFirst()) })
      #expect(terms.allSatisfy { $0.contains { $0 != 0 } })
    }
  }
}
