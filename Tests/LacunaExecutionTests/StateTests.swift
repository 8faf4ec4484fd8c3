import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// State that is updated step by step, in place or by copies, against the reference evaluator.
struct StateTests {
  @Test(arguments: [1, 3, 6])
  func `several steps over jets are what the reference says`(degree: Int) throws {
    for problem in try StatePrograms.all() {
      let wrong = try problem.jetMismatches(degree: degree)
      #expect(wrong.isEmpty, "\(problem.program.name)")
    }
  }

  @Test(arguments: Kernels.all)
  func `several steps over lanes are what the reference says`(kernels: Kernels) throws {
    for problem in try StatePrograms.all() {
      let wrong = try problem.laneMismatches(on: kernels)
      #expect(wrong.isEmpty, "\(problem.program.name)")
    }
  }

  @Test func `several steps in single precision are what the reference says`() throws {
    for problem in try StatePrograms.all() {
      let kernels = Kernels(instructionSet: .best, precision: .float32)
      let wrong = try problem.jetMismatches(degree: 2, on: kernels)
      #expect(wrong.isEmpty, "\(problem.program.name)")
    }
  }
}
