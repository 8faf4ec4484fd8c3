import LacunaPrograms
import LacunaTestSupport
import Testing

@testable import LacunaExecution

/// Plans that run a mini-batch a panel of rows at a time.
struct RowPlanTests {
  @Test(arguments: [2, 3, 13])
  func `jets in panels are what the reference says`(panels: Int) throws {
    for seed in 0..<UInt64(Stress.count(20, all: 400)) {
      var problem = try RandomRows.problem(seed: seed, rows: 13)
      problem.panels = panels
      let degree = [1, 2, 3, 5][Int(seed % 4)]
      #expect(try problem.plan(.jet(degree: degree)).0.panelCount == panels)
      let wrong = try problem.jetMismatches(degree: degree)
      #expect(wrong.isEmpty, "\(seed), degree \(degree)\n\(problem.program.text)")
    }
  }

  @Test(arguments: [2, 3, 13])
  func `lanes in panels are what the reference says`(panels: Int) throws {
    for seed in 0..<UInt64(Stress.count(30, all: 400)) {
      var problem = try RandomRows.problem(seed: seed, rows: 13)
      problem.panels = panels
      #expect(try problem.plan(.lanes).0.panelCount == panels)
      let wrong = try problem.laneMismatches()
      #expect(wrong.isEmpty, "\(seed)\n\(problem.program.text)")
    }
  }

  /// Least squares, by gradient descent on some examples.
  private func leastSquares(_ examples: Int) throws -> StateProblem {
    try StateProblem("least squares") { b in
      let w = try b.input(.state, "w", type: .real([4, 1]))
      let x = try b.input(.batch, "x", type: .real([examples, 4]))
      let y = try b.input(.batch, "y", type: .real([examples, 1]))
      let weights = try b.input(.weights, "weights", type: .real([examples]))
      let errors = try b.unary(.square, b.subtract(b.append(.matmul, x, w), y))
      let rows = try b.append(.reshape([examples]), errors)
      let loss = try b.scale(
        b.sum(b.multiply(rows, weights), axes: [0]),
        1 / Double(examples)
      )
      let gradient = try b.gradient(of: loss, withRespectTo: [w])[0]
      try b.output("w", b.subtract(w, b.scale(gradient, 0.125)))
    }
  }

  @Test func `what does not fit the cache is cut and what does is not`() throws {
    for ring in [Ring.jet(degree: 3), .lanes] {
      let (small, large) = (try leastSquares(600), try leastSquares(40_000))
      let whole = try small.plan(ring).0
      #expect(whole.panelCount == 1)
      #expect(try whole.program == small.program.factored())
      let cut = try large.plan(ring).0
      #expect(cut.panelCount > 4)
      #expect(cut.panelCount <= Planner.mostPanels)
      #expect(cut.program.digest != large.program.digest)
      var uncut = large
      uncut.panels = 1
      let before = try uncut.plan(ring).0
      // The work is the same, and row tensors share the memory of a panel's.
      #expect(cut.multiplyAddsPerLane == before.multiplyAddsPerLane)
      #expect(cut.scratchBytes < before.scratchBytes)
    }
  }

  @Test func `panels run one after the other`() throws {
    for ring in [Ring.jet(degree: 3), .lanes] {
      let problem = try leastSquares(40_000)
      let plan = try problem.plan(ring).0
      let program = try problem.program.factored()
      let analysis = try #require(RowAnalysis(program))
      let cut = try RowProgram(program, analysis, panels: plan.panelCount)
      #expect(cut.program == plan.program)
      // The lanes' calls that belong to a panel, by the panel of their instruction.
      let numbers = plan.calls[plan.sharedCount...].compactMap { call -> Int? in
        guard let value = call.instruction, value >= cut.panels[0] else { return nil }
        return cut.panels.lastIndex { $0 <= value }
      }
      #expect(numbers == numbers.sorted())
      #expect(Set(numbers).count == plan.panelCount)
    }
  }

  @Test func `panels change nothing but the rounding of sums`() throws {
    let problem = try leastSquares(997)
    for precision in [Precision.float64, .float32] {
      let kernels = Kernels(instructionSet: .best, precision: precision)
      let runs = try [1, 2, 10, 100].map { panels in
        var problem = problem
        problem.panels = panels
        return try jets(problem, kernels)
      }
      // Two orders of adding a thousand numbers: at most so many roundings apart.
      let rounding = precision == .float64 ? 0x1p-53 : 0x1p-24
      let bound = 2 * 1000 * rounding
      for run in runs {
        for (found, expected) in zip(run, runs[0]) { #expect(abs(found - expected) <= bound) }
      }
    }
  }

  /// All numbers of w after a step, from state and weights that differ between lanes.
  private func jets(_ problem: StateProblem, _ kernels: Kernels) throws -> [Double] {
    let (plan, layout) = try problem.plan(.jet(degree: 2), kernels)
    let workspace = try Workspace(layout: layout, plans: [plan])
    let bound = workspace.bind(plan)
    var random = SplitMix64(seed: 5)
    try workspace.setState("w", (0..<4).map { _ in random.uniform(in: -1...1) })
    let count = problem.program.inputs.first { $0.name == "y" }.map {
      problem.program.type(of: $0.value).shape.count
    }
    let examples = count ?? 0
    let numbers = (0..<examples * 5).map { _ in random.uniform(in: -1...1) }
    try bound.setShared(.batch, "x", Array(numbers.prefix(4 * examples)))
    try bound.setShared(.batch, "y", Array(numbers.suffix(examples)))
    try bound.setShared(.weights, "weights", Array(repeating: 1, count: examples))
    try bound.setTangents(.weights, "weights") { element, power, lane in
      (numbers[element] * Double(power), numbers[element + lane])
    }
    bound.run()
    let tangents = try workspace.tangents("w")
    var all = try workspace.primal("w")
    for element in 0..<4 {
      for power in 1...2 {
        for lane in 0..<kernels.precision.lanes {
          let number = tangents[element, power, lane]
          all += [number.re, number.im]
        }
      }
    }
    return all
  }
}
