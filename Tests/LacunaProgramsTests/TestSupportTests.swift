import LacunaExecution
import LacunaPrograms
import LacunaTestSupport
import Testing

/// The tests' own tools.
struct TestSupportTests {
  @Test func `SplitMix64 gives its published numbers`() {
    // The reference implementation, prng.di.unimi.it/splitmix64.c, seeded with 1234567.
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }

  @Test func `normal draws have mean zero and variance one`() {
    var random = SplitMix64(seed: 1)
    let draws = (0..<20000).map { _ in random.normal() }
    let mean = draws.reduce(0, +) / 20000
    #expect(abs(mean) < 0.03)
    #expect(abs(draws.reduce(0) { $0 + $1 * $1 } / 20000 - 1) < 0.05)
  }

  @Test func `nested loops leave a trace`() throws {
    var traces: [String] = []
    try withEvery("a", in: 1...2) { _ in
      try withEvery("b", in: ["x"]) { _ in traces.append(Trace.current) }
    }
    #expect(traces == ["a = 1, b = x", "a = 2, b = x"])
    #expect(Trace.current.isEmpty)
  }

  @Test func `errors carry their trace`() {
    struct Failure: Error {}
    let message = thrownMessage {
      try withEvery("a", in: 1...2) { _ in
        try withEvery("b", in: [7]) { _ in throw Failure() }
      }
    }
    #expect(message == "a = 1, b = 7: Failure()")
  }

  @Test func `a wrong coefficient is described`() throws {
    let operationCase = try #require(try OperationCases.all().first { $0.name == "exp []" })
    let run = try ReferenceRun(of: operationCase, degree: 1)
    let jet = try #require(run.outputs["y"]?.numbers[0])
    #expect(run.mismatches(epsilon: 0x1p-53) { _, _, power in jet[power] } == [])
    let wrong = run.mismatches(epsilon: 0x1p-53) { _, _, power in
      power == 1 ? 1.0000001 * jet[power] : jet[power]
    }
    #expect(wrong.count == 1)
    #expect(wrong.first?.hasPrefix("y[0] z^1: found") == true)
    let missing = run.mismatches(epsilon: 0x1p-53) { _, _, _ in ReferenceComplex(.nan) }
    #expect(missing.count == 2)
  }

  @Test func `all reals of the table are representable as Float`() throws {
    for operationCase in try OperationCases.all() {
      for input in operationCase.perturbed(seed: 1).inputs + operationCase.inputs {
        #expect(input.reals.allSatisfy { Double(Float($0)) == $0 }, "\(operationCase)")
      }
    }
  }

  @Test func `perturbing moves what varies and nothing else`() throws {
    for operationCase in try OperationCases.all() {
      let moved = operationCase.perturbed(seed: 1)
      for (before, after) in zip(operationCase.inputs, moved.inputs) {
        #expect(
          (before.reals != after.reals) == (before.varies && before.reals.contains { $0 != 0 }),
          "\(operationCase)"
        )
      }
    }
  }
}
