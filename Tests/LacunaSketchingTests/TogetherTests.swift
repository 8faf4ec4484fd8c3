import LacunaExecution
import LacunaProtocols
import MicrogptPlugin
import Testing

@testable import LacunaSketching

/// Blocks of lanes that one thread trains together.
struct TogetherTests {
  /// More steps than a window has.
  private func problem() throws -> TrainingProblem {
    let letters = Array("abcde")
    let names = (0..<150).map { number in
      String((0..<(1 + number % 4)).map { letters[(number * 7 + $0 * 3) % letters.count] })
    }
    let dataset = Dataset(madeUp: names.map { Record(text: $0) }, format: .lines)
    let configuration = try Configuration(
      schema: Microgpt.descriptor.schema,
      assignments: ["block=5", "embedding=4", "heads=2", "mlp-ratio=2"]
    )
    return try TrainingProblem(
      name: "microgpt",
      learner: Microgpt(configuration: configuration, records: dataset.records),
      dataset: dataset,
      steps: nil,
      initialState: .drawn(seed: 3)
    )
  }

  @Test(arguments: [Precision.float64, .float32])
  func `jets are the same bits as one block at a time`(_ precision: Precision) throws {
    let options = ExecutionOptions(precision: precision)
    let plan = try TrainingPlan(problem(), ring: .jet(degree: 2), options: options)
    #expect(plan.window(blocks: 3) < plan.problem.stepCount)
    let blocks = (0..<3).map { block in
      LaneWeights.directions(
        (0..<(3 + block)).map { Directions.random(seed: 1).direction(8 * block + $0, units: 150) }
      )
    }
    let together = try TrainingRun(plan, blocks: 3)
    try together.train(blocks, options: options)
    for (block, weights) in blocks.enumerated() {
      let alone = try TrainingRun(plan)
      try alone.train(weights, options: options)
      for tensor in plan.problem.state {
        let found = try together.workspace.tangents(tensor.name, block: block)
        let expected = try alone.workspace.tangents(tensor.name)
        for element in 0..<tensor.shape.reduce(1, *) {
          for power in 1...2 {
            for lane in 0..<(3 + block) {
              #expect(found[element, power, lane] == expected[element, power, lane])
            }
          }
        }
        #expect(
          try together.workspace.primal(tensor.name) == alone.workspace.primal(tensor.name)
        )
      }
    }
  }

  @Test func `retrains are the same bits as one block at a time`() throws {
    let options = ExecutionOptions()
    let plan = try TrainingPlan(problem(), ring: .lanes, options: options)
    let blocks = (0..<2).map { block in
      LaneWeights.weights([Retraining.weights(deleting: [block, 3 * block + 1], count: 150)])
    }
    let together = try TrainingRun(plan, blocks: 2)
    try together.train(blocks, options: options)
    for (block, weights) in blocks.enumerated() {
      let alone = try TrainingRun(plan)
      try alone.train(weights, options: options)
      for tensor in plan.problem.parameters {
        #expect(
          try together.workspace.values(tensor.name, lane: 0, block: block)
            == alone.workspace.values(tensor.name, lane: 0)
        )
      }
    }
  }

  @Test func `blocks are cut into groups that give all threads as much to do`() throws {
    let plan = try TrainingPlan(problem(), ring: .jet(degree: 1), options: ExecutionOptions())
    for (blocks, threads) in [(1, 1), (1, 4), (8, 1), (9, 1), (64, 2), (65, 2), (100, 7), (3, 2)] {
      let groups = plan.groups(of: blocks, threads: threads)
      #expect(groups.flatMap { Array($0) } == Array(0..<blocks))
      let sizes = groups.map(\.count)
      #expect((sizes.max() ?? 0) <= 8 && (sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
      #expect(groups.count >= min(threads, blocks))
    }
  }
}
