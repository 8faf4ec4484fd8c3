import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Random programs with state, against the reference evaluator: schedule, views, placement, streams.
struct RandomProgramTests {
  @Test(arguments: 0..<8)
  func `random programs over jets are what the reference says`(part: UInt64) throws {
    let count = UInt64(Stress.count(25, all: 500))
    for seed in part * count..<(part + 1) * count {
      let problem = try RandomProgram.problem(seed: seed)
      let degree = [1, 2, 3, 5][Int(seed % 4)]
      let wrong = try problem.jetMismatches(degree: degree)
      #expect(wrong.isEmpty, "\(seed), degree \(degree)\n\(problem.program.text)")
    }
  }

  @Test func `random programs over lanes are what the reference says`() throws {
    for seed in 10_000..<UInt64(10_000 + Stress.count(200, all: 4000)) {
      let problem = try RandomProgram.problem(seed: seed)
      let wrong = try problem.laneMismatches()
      #expect(wrong.isEmpty, "\(seed)\n\(problem.program.text)")
    }
  }
}
