import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Testing

/// Measurements composed with forward functions.
struct MeasurementTracingTests {
  private func trace(
    _ onMeasure: @escaping @Sendable (MeasurementTrace) throws -> Void
  ) throws(TracingError) -> String {
    let learner = SampleLearner()
    return try ProgramTracer.traceMeasurement(
      SampleMeasurement(onMeasure: onMeasure),
      name: "m",
      learner: learner,
      learnerName: "sample",
      parameters: learner.state,
      example: learner.encode(Record(text: "")).signature
    ).text
  }

  @Test func withoutTheUndeletedModel() throws {
    let text = try trace { $0.result($0.output("logits").sum()) }
    #expect(
      text == """
        program "m of sample"
        %0 = input parameter "w" : real[3, 2]
        %1 = input parameter "b" : real[2]
        %2 = input example "x" : real[3]
        %3 = reshape %2 [1, 3] : real[1, 3]
        %4 = matmul %3 %0 : real[1, 2]
        %5 = sum %4 [0, 1] : real[]
        output "value" = %5

        """
    )
  }

  @Test func withTheUndeletedModel() throws {
    let text = try trace {
      $0.result(($0.output("logits") - $0.baseOutput("logits")).reshaped(to: [2]))
    }
    #expect(
      text == """
        program "m of sample"
        %0 = input parameter "w" : real[3, 2]
        %1 = input parameter "b" : real[2]
        %2 = input example "x" : real[3]
        %3 = reshape %2 [1, 3] : real[1, 3]
        %4 = matmul %3 %0 : real[1, 2]
        %5 = input base "w" : real[3, 2]
        %6 = matmul %3 %5 : real[1, 2]
        %7 = sub %4 %6 : real[1, 2]
        %8 = reshape %7 [2] : real[2]
        output "value" = %8

        """
    )
  }

  @Test func ofParameters() throws {
    let text = try trace { trace in
      #expect(trace.parameterNames == ["w", "b"])
      #expect(trace.outputNames == ["logits"])
      trace.result((trace.parameters[1] - trace.baseParameter("b")).sum())
    }
    #expect(text.contains("input base \"b\" : real[2]"))
  }

  /// A trace that goes wrong, and what is said of it.
  struct Mistake: Sendable {
    let expected: String
    let measure: @Sendable (MeasurementTrace) -> Void
  }

  static let mistakes: [Mistake] = [
    Mistake(expected: "there is no output 'logit'; there are 'logits'. Did you mean 'logits'?") {
      trace in trace.result(trace.output("logit"))
    },
    Mistake(expected: "output 'value' (real[1, 2]): expected a real scalar or vector") { trace in
      trace.result(trace.output("logits"))
    },
    Mistake(expected: "it gives no result; expected one output 'value'") { trace in
      _ = trace.parameters
    },
  ]

  @Test(arguments: mistakes)
  func mistakesSayWhatThereIs(mistake: Mistake) {
    let text = message { _ = try trace(mistake.measure) }
    #expect(text.hasPrefix("measurement 'm' of learner 'sample': measure cannot be traced: "))
    #expect(text.contains(mistake.expected), "\(text)")
  }

  @Test func aLearnerThatFailsUnderAMeasurement() {
    let learner = SampleLearner(onForward: { $0.output("logits", $0.parameter("v")) })
    let text = message {
      _ = try ProgramTracer.traceMeasurement(
        SampleMeasurement { _ in },
        name: "m",
        learner: learner,
        learnerName: "sample",
        parameters: learner.state,
        example: []
      )
    }
    #expect(text.contains("there is no parameter 'v'; there are 'w', 'b'."))
  }
}
