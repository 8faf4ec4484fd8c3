import LacunaProtocols
import LacunaSketching
import Testing

@Suite("Records that a learner does not encode")
struct EncodingErrorTests {
  private struct Fault: LacunaError {
    let category: ErrorCategory
    let description: String
  }

  /// Encodes no record but the first, and says why in a category.
  private struct Picky: LearningAlgorithm {
    let state = [StateTensor.parameter("w", [], .zeros)]
    let category: ErrorCategory

    func encode(_ record: Record) throws -> [ExampleTensor] {
      let text = try record.text
      guard text == "0" else {
        throw Fault(category: category, description: "'\(text)' is not 0")
      }
      return [ExampleTensor("x", reals: [1])]
    }
    func schedule(exampleCount: Int, stepCount: Int?) -> Schedule {
      Schedule(
        scalarNames: [],
        steps: (0..<exampleCount).reversed().map { Schedule.Step(examples: [$0], scalars: []) }
      )
    }
    func step(_ trace: StepTrace) { trace.update("w", to: trace.state("w")) }
    func forward(_ trace: ForwardTrace) { trace.output("y", trace.parameter("w")) }
  }

  private func problem(_ count: Int, _ category: ErrorCategory) throws -> TrainingProblem {
    let records = (0..<count).map { Record(text: "\($0)") }
    return try TrainingProblem(
      name: "picky",
      learner: Picky(category: category),
      dataset: Dataset(madeUp: records, format: .lines),
      steps: nil,
      initialState: .drawn(seed: 0)
    )
  }

  @Test("the first of them is named", arguments: 0..<8)
  func first(attempt: Int) {
    let error = #expect(throws: SketchingError.self) { try problem(20 + attempt, .data) }
    #expect(error?.description.hasSuffix("record 1: '1' is not 0") == true, "\(error as Any)")
  }

  @Test(
    "what is no fault of the data is none: a plugin that crashed, a person who interrupts",
    arguments: [ErrorCategory.data, .unavailable, .temporary]
  )
  func category(category: ErrorCategory) throws {
    let error = #expect(throws: SketchingError.self) { try problem(2, category) }
    #expect(error?.category == category)
    let sound = try problem(1, category)
    let query = #expect(throws: SketchingError.self) {
      try MeasuredQuery(
        ("w", Value()),
        query: Record(text: "no"),
        text: "no",
        on: sound
      )
    }
    #expect(query?.category == category)
    #expect(query?.description == "query 'no': 'no' is not 0")
  }

  private struct Value: MeasurementFunction {
    func measure(_ trace: MeasurementTrace) { trace.result(trace.parameter("w")) }
  }
}
