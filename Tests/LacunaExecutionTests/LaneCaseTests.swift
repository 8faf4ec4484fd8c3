import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// Every operation over lanes of reals, each lane against the reference evaluator.
struct LaneCaseTests {
  @Test func `every lane of every case is what the reference says`() throws {
    try withEvery("case", in: try Cases.all() + Cases.partlyVarying()) { operationCase in
      // Three sets of numbers, so that lanes at even distances never hold the same.
      let perturbed = (0..<3).map { operationCase.perturbed(seed: UInt64($0) + 1) }
      let references = try perturbed.map { try ReferenceRun(of: $0, degree: 0) }
      try withEvery("kernels", in: Kernels.all) { kernels in
        let run = try LaneRun(operationCase.program, lanes: perturbed.map(\.inputs), on: kernels)
        for lane in 0..<kernels.precision.lanes {
          let wrong = references[lane % 3].mismatches(
            epsilon: kernels.precision.epsilon,
            factor: 4,
            floor: kernels.precision.floor
          ) { output, element, _ in
            ReferenceComplex(run.outputs[output]?[element][lane] ?? .nan)
          }
          #expect(wrong.isEmpty, "\(Trace.current), lane \(lane)")
        }
      }
    }
  }
}
