import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// What different instruction sets make of the same numbers.
struct InstructionSetTests {
  /// The sets with fused multiply–adds that this processor has.
  private static let fused = InstructionSet.available.filter { $0 != .baseline }

  @Test(arguments: [1, 3, 5, 19])
  func `AVX2 and AVX-512 give the same bits over jets`(degree: Int) throws {
    try withEvery("case", in: try Cases.all()) { operationCase in
      let inputs = operationCase.jetInputs(degree: degree)
      for precision in Precision.allCases {
        let runs = try Self.fused.map {
          try JetRun(
            operationCase,
            inputs: inputs,
            degree: degree,
            on: Kernels(instructionSet: $0, precision: precision)
          )
        }
        #expect(Set(runs.map(\.bits)).count <= 1, "case = \(operationCase), \(precision)")
      }
    }
  }

  @Test func `AVX2 and AVX-512 give the same bits over lanes`() throws {
    try withEvery("case", in: try Cases.all()) { operationCase in
      let lanes = (0..<3).map { operationCase.perturbed(seed: $0 + 1).inputs }
      for precision in Precision.allCases {
        let runs = try Self.fused.map {
          try LaneRun(
            operationCase.program,
            lanes: lanes,
            on: Kernels(instructionSet: $0, precision: precision)
          )
        }
        #expect(Set(runs.map(\.bits)).count <= 1, "case = \(operationCase), \(precision)")
      }
    }
  }

  @Test func `sets are ordered and named`() {
    #expect(InstructionSet.allCases.map(\.name) == ["baseline", "avx2", "avx512"])
    #expect(InstructionSet.available.first == .baseline)
    #expect(InstructionSet.available.last == .best)
  }
}
