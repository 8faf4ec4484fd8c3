import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// State that is updated step by step, in place or by copies, against the reference evaluator.
struct StateTests {
  @Test(arguments: [1, 3, 6])
  func `several steps over jets are what the reference says`(degree: Int) throws {
    for problem in try StatePrograms.all() {
      let wrong = try problem.jetMismatches(degree: degree)
      #expect(wrong.isEmpty, "\(problem.program.name)")
    }
  }

  @Test(arguments: [5, 7, 8, 11, 33])
  func `chains of high degree are what the reference says`(degree: Int) throws {
    let problems = try StatePrograms.all().filter {
      $0.program.name == "Adam of [86]" || $0.program.name.hasPrefix("functions")
    }
    #expect(problems.count == 3)
    for problem in problems {
      let (plan, _) = try problem.plan(.jet(degree: degree))
      let hasChain = plan.stages.contains { $0.isChain }
      #expect(hasChain, "\(problem.program.name)")
      try withEvery("kernels", in: degree < 9 ? Kernels.all : [.best]) { kernels in
        let wrong = try problem.jetMismatches(degree: degree, on: kernels)
        #expect(wrong.isEmpty, "\(problem.program.name), \(kernels)")
      }
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
