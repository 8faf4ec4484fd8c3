import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Testing

/// The shipped measurements, on learners with different leading axes.
struct StandardMeasurementsTests {
  static let names = [
    "loss", "log-probability", "logit", "probability", "margin", "entropy", "parameter-norm",
  ]

  @Test(arguments: names, [[], [5], [2, 5]])
  func measuresLogitsOfAnyLeadingAxes(name: String, leading: [Int]) throws {
    let loaded = try shippedPlugins.measurement(name)
    let learner = SampleLearner(
      state: [.parameter("w", leading + [7], .zeros)],
      onForward: {
        $0.output("logits", $0.parameter("w"))
        $0.output("targets", $0.example("targets"))
      }
    )
    let program = try ProgramTracer.traceMeasurement(
      loaded.make(configuration: Configuration(schema: loaded.descriptor.schema)),
      name: name,
      learner: learner,
      learnerName: "sample",
      parameters: learner.state,
      example: [NamedType("targets", .integer(Shape(leading)))]
    )
    let value = try #require(program.output("value"))
    #expect(program.type(of: value.value) == .real(.scalar))
    #expect(program.inputs.allSatisfy { $0.role != .base })
  }

  @Test func eachSaysWhatItNeeds() throws {
    let needs = try Self.names.map { try shippedPlugins.measurement($0).descriptor.needs }
    let both: [MeasurementNeed] = [.output("logits"), .output("targets")]
    #expect(needs == [both, both, both, both, both, [.output("logits")], [.parameters]])
  }

  @Test func aLearnerWithoutLogits() throws {
    let loaded = try shippedPlugins.measurement("loss")
    let learner = SampleLearner(onForward: { $0.output("prediction", $0.parameter("w")) })
    let text = message {
      _ = try ProgramTracer.traceMeasurement(
        loaded.make(configuration: Configuration(schema: .empty)),
        name: "loss",
        learner: learner,
        learnerName: "sample",
        parameters: learner.state,
        example: []
      )
    }
    #expect(
      text == "measurement 'loss' of learner 'sample': it needs the outputs 'logits', 'targets', "
        + "but there is no 'logits', 'targets'; the learner gives prediction: real[3, 2]."
    )
  }
}
