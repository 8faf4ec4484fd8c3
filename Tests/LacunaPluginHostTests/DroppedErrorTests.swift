import LacunaPluginHost
import LacunaProtocols
import LacunaSketching
import Testing

@Suite("Errors of the builder that a plugin drops")
struct DroppedErrorTests {
  /// Asks for something that there is not, and goes on as if nothing had happened.
  private struct Careless: MeasurementFunction {
    func measure(_ trace: MeasurementTrace) throws {
      let builder = trace.trace.builder
      var value = lacuna_value()
      value.struct_size = UInt64(MemoryLayout<lacuna_value>.size)
      let error = "nothing".withForeignText {
        builder.pointee.input(builder.pointee.context, lacuna_role(LACUNA_ROLE_OUTPUT), $0, &value)
      }
      #expect(error != nil)
      error?.pointee.destroy?(error)
      trace.result(trace.trace.constant(1))
    }
  }

  private struct Constant: LearningAlgorithm {
    let state = [StateTensor.parameter("slope", [], .zeros)]
    func encode(_ record: Record) -> [ExampleTensor] { [ExampleTensor("x", reals: [1])] }
    func schedule(exampleCount: Int, stepCount: Int?) -> Schedule {
      Schedule(scalarNames: [], steps: [])
    }
    func step(_ trace: StepTrace) {}
    func forward(_ trace: ForwardTrace) { trace.output("y", trace.parameter("slope")) }
  }

  @Test("they count all the same")
  func counts() throws {
    let learner = Constant()
    let error = #expect(throws: TracingError.self) {
      try ProgramTracer.traceMeasurement(
        Careless(),
        name: "careless",
        learner: learner,
        learnerName: "constant",
        parameters: learner.state,
        example: learner.encode(Record(text: "")).signature
      )
    }
    #expect(error?.description.contains("there is no output 'nothing'; there are 'y'") == true)
  }
}
