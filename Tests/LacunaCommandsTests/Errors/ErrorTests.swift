import Foundation
import Testing

/// Every error once: exit code and message on standard error, nothing on standard output, nothing written.
struct ErrorTests {
  @Test(arguments: ErrorCase.usage)
  func wrongUsage(_ wrong: ErrorCase) throws { try check(wrong) }

  @Test(arguments: ErrorCase.data)
  func wrongData(_ wrong: ErrorCase) throws { try check(wrong) }

  @Test(arguments: ErrorCase.plugins)
  func wrongPlugins(_ wrong: ErrorCase) throws { try check(wrong) }

  @Test(arguments: ErrorCase.sketches)
  func wrongSketches(_ wrong: ErrorCase) throws { try check(wrong) }

  @Test(arguments: ErrorCase.units)
  func wrongUnits(_ wrong: ErrorCase) throws { try check(wrong) }

  @Test(arguments: ErrorCase.tensors)
  func wrongTensors(_ wrong: ErrorCase) throws { try check(wrong) }

  @Test(arguments: ErrorCase.evaluation)
  func wrongEvaluations(_ wrong: ErrorCase) throws { try check(wrong) }

  private func check(_ wrong: ErrorCase) throws {
    let workshop = try SharedSketch.workshop()
    try wrong.prepare(workshop)
    let before = workshop.contents()
    let outcome = try Lacuna.run(wrong.arguments, in: workshop, environment: wrong.environment)
    #expect(outcome.code == wrong.code, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.hasPrefix("error: "), "\(outcome.errors)")
    for part in wrong.tells {
      #expect(outcome.errors.contains(part), "'\(part)' is not in: \(outcome.errors)")
    }
    let after = workshop.contents()
    #expect(Set(after.keys) == Set(before.keys))
    #expect(after == before, "something was written")
  }
}
