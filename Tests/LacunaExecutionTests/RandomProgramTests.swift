import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Random programs with state, against the reference evaluator: schedule, views, placement, streams.
struct RandomProgramTests {
  @Test(arguments: 0..<8)
  func `random programs over jets are what the reference says`(part: UInt64) throws {
    for seed in part * 25..<part * 25 + 25 {
      let problem = try RandomProgram.problem(seed: seed)
      let degree = [1, 2, 3, 5][Int(seed % 4)]
      let wrong = try problem.jetMismatches(degree: degree)
      #expect(wrong.isEmpty, "\(seed), degree \(degree)\n\(problem.program.text)")
    }
  }

  @Test func `random programs over lanes are what the reference says`() throws {
    for seed in 1000..<UInt64(1200) {
      let problem = try RandomProgram.problem(seed: seed)
      let wrong = try problem.laneMismatches()
      #expect(wrong.isEmpty, "\(seed)\n\(problem.program.text)")
    }
  }
}
