import Foundation
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Testing

/// A plugin that knows nothing of Swift.
struct ForeignPluginTests {
  let library: PluginLibrary
  let record = Record(fields: [.init(name: "x", value: "2"), .init(name: "y", value: "-3.5")])

  init() throws {
    library = try PluginLibrary.load(CLibrary.compile("linear-c", LinearInC.source))
  }

  @Test func describesItself() {
    #expect(library.name == "linear-c")
    #expect(library.toolchain == "clang")
    #expect(library.interface == "1.0")
    #expect(library.learners[0].descriptor.dataFormat == .csv)
    #expect(library.learners[0].descriptor.schema["rate"]?.default == .number(0.5))
    #expect(
      library.measurements[0].descriptor.needs == [
        .output("prediction"), .baseOutput("prediction"),
      ]
    )
  }

  @Test func isTracedToAVerifiedProgram() throws {
    let learner = try make()
    #expect(learner.state == [.parameter("slope", [], .zeros)])
    let example = try learner.encode(record)
    #expect(
      example == [
        ExampleTensor("x", reals: [2], shape: []), ExampleTensor("y", reals: [-3.5], shape: []),
      ]
    )
    let program = try ProgramTracer.traceStep(
      learner,
      name: "linear-c",
      batch: example.signature(batchSize: 1),
      state: learner.state,
      scalarNames: ["rate"]
    )
    try program.verify()
    #expect(program.outputs.map(\.name) == ["slope"])
    #expect(program.inputs.map(\.name) == ["slope", "x", "y", "weights", "rate"])
    #expect(program.instructions.suffix(2).map(\.operation.name) == ["mul", "sub"])
    #expect(try Program(text: program.text) == program)
  }

  @Test func measuresItself() throws {
    let learner = try make()
    let measurement = try library.measurements[0].make(
      configuration: Configuration(schema: .empty)
    )
    let program = try ProgramTracer.traceMeasurement(
      measurement,
      name: "shift",
      learner: learner,
      learnerName: "linear-c",
      parameters: learner.state,
      example: learner.encode(record).signature
    )
    #expect(
      program.text == """
        program "shift of linear-c"
        %0 = input parameter "slope" : real[]
        %1 = input example "x" : real[]
        %2 = input example "y" : real[]
        %3 = mul %0 %1 : real[]
        %4 = input base "slope" : real[]
        %5 = mul %4 %1 : real[]
        %6 = sub %3 %5 : real[]
        output "value" = %6

        """
    )
  }

  @Test func schedules() throws {
    let learner = try make()
    #expect(
      try learner.schedule(exampleCount: 2, stepCount: 3)
        == Schedule(
          scalarNames: ["rate"],
          steps: [0, 1, 0].map { Schedule.Step(examples: [$0], scalars: [0.5]) }
        )
    )
  }

  @Test func itsErrorObjectsNameThePluginAndKeepTheirCategory() throws {
    let configuration = try Configuration(
      schema: library.learners[0].descriptor.schema,
      assignments: ["rate=1"]
    )
    let error = #expect(throws: PluginError.self) {
      _ = try library.learners[0].make(configuration: configuration, records: [])
    }
    #expect(
      error?.description
        == "plugin 'linear-c', learner 'linear-c', create: rate must be 0.5"
    )
    #expect(error?.category == .configuration)
    let data = #expect(throws: PluginError.self) { _ = try make([Record(text: "a")]) }
    #expect(data?.category == .data)
  }

  @Test func errorsOfTheBuilderComeBackThroughIt() throws {
    let learner = try make()
    let text = message {
      _ = try ProgramTracer.traceForward(
        learner,
        name: "linear-c",
        parameters: learner.state,
        example: [NamedType("z", .real(.scalar))]
      )
    }
    #expect(
      text == "learner 'linear-c': forward cannot be traced: plugin 'linear-c', learner "
        + "'linear-c', trace_forward: input: there is no example tensor 'x'; there are 'z'. "
        + "Did you mean 'z'?"
    )
  }

  private func make(_ records: [Record]? = nil) throws -> any LearningAlgorithm {
    let learner = library.learners[0]
    return try learner.make(
      configuration: Configuration(schema: learner.descriptor.schema),
      records: records ?? [record]
    )
  }
}
