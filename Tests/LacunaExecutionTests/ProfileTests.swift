import CJetKernels
import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// What a profile says, and that a run which is profiled is a run.
struct ProfileTests {
  @Test func `a profiled run gives what the reference says`() throws {
    let problems = try StatePrograms.all()
    for problem in problems.suffix(Stress.count(6, all: problems.count)) {
      let wrong = try problem.jetMismatches(degree: 2, notingIn: PlanProfiler())
      #expect(wrong.isEmpty, "\(problem.program.name)")
    }
  }

  @Test func `every run and call is counted`() throws {
    for problem in try StatePrograms.all() {
      let (plan, layout) = try problem.plan(.jet(degree: 3))
      let bound = try Workspace(layout: layout, plans: [plan]).bind(plan)
      let profiler = PlanProfiler()
      for _ in 0..<3 { bound.run(notingIn: profiler) }
      let calls = profiler.calls(caches: [1 << 10])
      #expect(calls.count == plan.callCount)
      #expect(calls.allSatisfy { $0.runs == 3 && $0.seconds >= 0 && $0.kernel != "unknown" })
      #expect(
        calls.reduce(0) { $0 + $1.multiplyAdds } == 3 * 8 * plan.multiplyAddsPerLane,
        "\(problem.program.name)"
      )
    }
  }

  @Test func `without kernels a run changes nothing`() throws {
    let problem = try #require(StatePrograms.all().first)
    let (plan, layout) = try problem.plan(.jet(degree: 3))
    let workspace = try Workspace(layout: layout, plans: [plan])
    try workspace.setState("w", [0.5])
    let bound = workspace.bind(plan)
    bound.run(notingIn: PlanProfiler(skippingKernels: true))
    #expect(try workspace.primal("w") == [0.5])
    bound.run()
    #expect(try workspace.primal("w") != [0.5])
  }

  @Test func `kernels are known by their names`() {
    for kernels in Kernels.all {
      let bytes = Int32(kernels.precision.bytes)
      let table = lk_kernels(kernels.instructionSet.rawValue, bytes).pointee
      #expect(lk_kernel_name(table.jet_matmul).map { String(cString: $0) } == "jet_matmul")
      #expect(lk_kernel_name(table.real_copy).map { String(cString: $0) } == "real_copy")
      #expect(lk_kernel_name(table.clear).map { String(cString: $0) } == "clear")
    }
    #expect(lk_kernel_name(nil) == nil)
  }

  @Test func `a product touches its operands and its result`() throws {
    let (m, k, n) = (6, 16, 5)
    let calls = try profile(product(m, k, n), caches: [128 << 10])
    let call = try #require(calls.first { $0.kernel == "jet_matmul" })
    #expect(call.operation == "matmul")
    #expect(call.detail == "6×16×5")
    // Tangents of degree 3, and the primals of both operands.
    #expect(call.bytes == [(m * k + k * n + m * n) * 6 * 64 + (m * k + k * n) * 8, 0])
  }

  @Test func `what lies between two uses decides which cache holds an operand`() throws {
    let (m, k, n) = (6, 16, 5)
    let all = (m * k + k * n + m * n) * (6 * 64 + 8)
    // Run again and again, all is touched between two uses of anything that a run touches once.
    for (cache, held) in [(all / 2, 0.0), (2 * all, 1.0)] {
      let calls = try profile(product(m, k, n), caches: [cache])
      let call = try #require(calls.first { $0.kernel == "jet_matmul" })
      let share = Double(call.bytes[0]) / Double(call.bytes[0] + call.bytes[1])
      #expect(abs(share - held) < 0.1, "\(cache) bytes of cache hold \(share)")
    }
  }

  @Test func `pieces of a stream stay in the nearest cache`() throws {
    // Eight products over tangents of 384 bytes; the first finds its operand in no cache.
    var builder = ProgramBuilder(name: "stream")
    let count = 4096
    let factor = try builder.input(.state, "w", type: .real([count]))
    var value = factor
    for _ in 0..<8 { value = try builder.append(.binary(.multiply), value, factor) }
    try builder.output("w", value)
    let all = try profile(builder.build(), caches: [256 << 10])
    let calls = all.filter { $0.kernel == "jet_chain" }
    // The first of them is a square.
    try #require(calls.count == 8)
    for call in calls[1..<7] { #expect(call.bytes[1] * 20 < call.bytes[0], "\(call.bytes)") }
    #expect(calls[0].bytes[1] >= count * 6 * 60)
  }

  private func product(_ m: Int, _ k: Int, _ n: Int) throws -> Program {
    var builder = ProgramBuilder(name: "product")
    let a = try builder.input(.state, "a", type: .real([m, k]))
    let b = try builder.input(.state, "b", type: .real([k, n]))
    try builder.output("y", builder.append(.matmul, a, b))
    return try builder.build()
  }

  private func profile(_ program: Program, caches: [Int]) throws -> [CallProfile] {
    let (plan, layout) = try StateProblem(program).plan(.jet(degree: 3))
    let bound = try Workspace(layout: layout, plans: [plan]).bind(plan)
    let profiler = PlanProfiler()
    bound.run(notingIn: profiler)
    return profiler.calls(caches: caches)
  }
}
