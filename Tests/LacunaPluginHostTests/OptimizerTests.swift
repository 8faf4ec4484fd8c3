import LacunaPluginKit
import LacunaProtocols
import Testing

/// What the kit offers to authors of learners.
struct OptimizerTests {
  @Test func batchesCoverEveryExampleOnceAnEpoch() {
    let batching = Batching(size: 3, epochs: 2, order: .shuffled(seed: 7))
    let steps = batching.steps(exampleCount: 8)
    #expect(steps.map(\.count) == [3, 3, 2, 3, 3, 2])
    #expect(steps[..<3].flatMap(\.self).sorted() == Array(0..<8))
    #expect(steps[3...].flatMap(\.self).sorted() == Array(0..<8))
    #expect(steps[..<3].flatMap(\.self) != steps[3...].flatMap(\.self))
    #expect(steps == batching.steps(exampleCount: 8))
  }

  @Test func aStepCountOverridesTheEpochs() {
    #expect(
      Batching(size: 2).steps(exampleCount: 3, stepCount: 5) == [
        [0, 1], [2], [0, 1], [2], [0, 1],
      ]
    )
    #expect(Batching(size: 2, remainder: .drop).steps(exampleCount: 3) == [[0, 1]])
    #expect(Batching().steps(exampleCount: 0, stepCount: 5) == [])
  }

  @Test func learningRatesFall() {
    #expect(LearningRate(2).value(step: 3, of: 4) == 2)
    #expect(LearningRate(2, decay: .linear).value(step: 1, of: 4) == 1.5)
    #expect(LearningRate(2, decay: .cosine).value(step: 0, of: 4) == 2)
    #expect(abs(LearningRate(2, decay: .cosine).value(step: 2, of: 4) - 1) < 1e-15)
  }

  @Test(arguments: [
    (
      SGD(learningRate: LearningRate(0.1)) as any Optimizer,
      ["sgd.rate"], [] as [String], ["sub"]
    ),
    (
      SGD(learningRate: LearningRate(0.1), momentum: 0.9, isNesterov: true, weightDecay: 0.01),
      ["sgd.rate"], ["sgd.v.w", "sgd.v.b"], ["sub", "add"]
    ),
    (
      Adam(learningRate: LearningRate(0.1), placement: .outsideRoot, weightDecay: 0.1),
      ["adam.rate", "adam.correction", "adam.decay"],
      ["adam.m.w", "adam.m.b", "adam.v.w", "adam.v.b"], ["sqrt", "div"]
    ),
  ])
  func optimizersDeclareWhatTheyUse(
    optimizer: any Optimizer,
    scalars: [String],
    slots: [String],
    operations: [String]
  ) throws {
    let parameters = SampleLearner().state
    #expect(optimizer.scalarNames == scalars)
    #expect(optimizer.scalars(step: 0, of: 10).count == scalars.count)
    #expect(optimizer.slots(for: parameters).map(\.name) == slots)
    let text = try SampleLearner.step(
      state: parameters + optimizer.slots(for: parameters),
      scalarNames: scalars
    ) { trace in
      let loss = trace.weightedMean(
        square(matmul(trace.batch("x"), trace.state("w")) + trace.state("b")).sum(axes: [1])
      )
      optimizer.minimize(loss, ["w", "b"], in: trace)
    }
    for operation in operations { #expect(text.contains("= \(operation) ")) }
    for slot in slots { #expect(!text.contains("output \"\(slot)\" = %2\n")) }
  }
}
