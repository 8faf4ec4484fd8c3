import Foundation
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Testing

/// The shipped learner, through the library that the package builds.
struct MicrogptTests {
  let plugin: LoadedLearner
  let names = ["emma", "olivia", "maximiliana-josepha"].map { Record(text: $0) }

  init() throws { plugin = try shippedPlugins.learner("microgpt") }

  private func make(_ assignments: [String] = []) throws -> any LearningAlgorithm {
    try plugin.make(
      configuration: Configuration(
        schema: plugin.descriptor.schema,
        assignments: assignments
      ),
      records: names
    )
  }

  @Test func parametersHaveTheNamesAndShapesOfTheReference() throws {
    let learner = try make(["layers=2"])
    let parameters = learner.state.filter { $0.role == .parameter }
    let layer = [
      ("attn_wq", [16, 16]), ("attn_wk", [16, 16]), ("attn_wv", [16, 16]), ("attn_wo", [16, 16]),
      ("mlp_fc1", [64, 16]), ("mlp_fc2", [16, 64]),
    ]
    // emma olivia maximiliana-josepha: - a e h i j l m n o p s v x
    let expected =
      [("wte", [15, 16]), ("wpe", [16, 16]), ("lm_head", [15, 16])]
      + (0..<2).flatMap { index in layer.map { ("layer\(index).\($0.0)", $0.1) } }
    #expect(parameters.map(\.name) == expected.map(\.0))
    #expect(parameters.map(\.shape) == expected.map(\.1))
    #expect(parameters.allSatisfy { $0.initializer == .normal(standardDeviation: 0.08) })
    #expect(learner.state.count == 3 * parameters.count)
  }

  @Test func documentsAreEncodedBetweenBoundaries() throws {
    let learner = try make()
    #expect(
      try learner.encode(names[0]) == [
        ExampleTensor("tokens", integers: [14, 2, 7, 7, 1]),
        ExampleTensor("targets", integers: [2, 7, 7, 1, 14]),
      ]
    )
    #expect(try learner.encode(names[2]).map(\.shape) == [[16], [16]])
    #expect(try learner.encode(Record(text: "")).map(\.integers) == [[14], [14]])
  }

  @Test func aCharacterOutsideTheVocabulary() throws {
    let learner = try make()
    let error = #expect(throws: PluginError.self) { _ = try learner.encode(Record(text: "emmy")) }
    #expect(error?.category == .data)
    #expect(error?.description.contains("the character 'y' at position 3 of 'emmy'") == true)
  }

  @Test func theScheduleIsTheFormula() throws {
    let schedule = try make().schedule(exampleCount: 3, stepCount: 7)
    #expect(schedule.scalarNames == ["adam.rate", "adam.correction"])
    #expect(schedule.steps.map(\.examples) == [[0], [1], [2], [0], [1], [2], [0]])
    for (t, step) in schedule.steps.enumerated() {
      let rate = 0.01 * (1 - Double(t) / 7) / (1 - pow(0.85, Double(t + 1)))
      #expect(abs(step.scalars[0] - rate) < 1e-15)
      #expect(abs(step.scalars[1] * (1 - pow(0.99, Double(t + 1))) - 1) < 1e-12)
    }
    #expect(try make().schedule(exampleCount: 3, stepCount: nil).steps.count == 3)
  }

  @Test func theStepUpdatesAllOfItsState() throws {
    let learner = try make()
    let program = try ProgramTracer.traceStep(
      learner,
      name: "microgpt",
      batch: learner.encode(names[0]).signature(batchSize: 1),
      state: learner.state,
      scalarNames: ["adam.rate", "adam.correction"]
    )
    try program.verify()
    #expect(program.outputs.map(\.name) == learner.state.map(\.name))
    for output in program.outputs {
      #expect(program.input(.state, output.name)?.value != output.value)
    }
    // Adam: two moments, a quotient of them and a difference for each of nine parameters.
    let counts = Dictionary(grouping: program.instructions, by: \.operation.name)
      .mapValues(\.count)
    #expect(counts["rsqrt"] == 9 + 3)
    #expect(counts["softmax"] == 2)
    #expect(counts["log_softmax"] == nil)
  }

  @Test func theForwardFunctionHasItsThreeOutputs() throws {
    let learner = try make(["activation=silu", "heads=2"])
    let program = try ProgramTracer.traceForward(
      learner,
      name: "microgpt",
      parameters: learner.state,
      example: learner.encode(names[1]).signature
    )
    #expect(program.outputs.map(\.name) == ["logits", "targets", "loss"])
    #expect(
      program.outputs.map { program.type(of: $0.value) } == [
        .real([7, 15]), .integer([7]), .real(.scalar),
      ]
    )
    #expect(program.text.contains("= silu"))
  }

  @Test func headsDivideTheWidth() {
    #expect(
      message { _ = try make(["heads=5"]) }
        == "plugin 'microgpt', learner 'microgpt', create: configuration: heads is 5, expected a "
        + "divisor of embedding, 16"
    )
  }

  @Test func theFirstFailureInsideThePluginIsReported() throws {
    let learner = try make()
    let text = message {
      _ = try ProgramTracer.traceForward(
        learner,
        name: "microgpt",
        parameters: learner.state,
        example: [NamedType("targets", .integer([3]))]
      )
    }
    #expect(text.contains("there is no example tensor 'tokens'; there are 'targets'."))
  }

  @Test func documentsOfABatchFillTheBlock() throws {
    let learner = try make(["batch=2", "block=5"])
    let schedule = try learner.schedule(exampleCount: 3, stepCount: nil)
    #expect(schedule.steps.map(\.examples) == [[0, 1], [2]])
    let error = #expect(throws: PluginError.self) { _ = try make(["batch=2", "block=6"]) }
    #expect(error?.category == .data)
    #expect(
      error?.description.contains(
        "record 0 has 5 positions, its characters and the end, and batches of 2 documents need the "
          + "block of 6 filled"
      ) == true
    )
  }
}
