import LacunaPluginKit

/// A line through points, by gradient descent; a fault replaces one of its parts.
protocol Line: LearnerPlugin {
  init()
  static var fault: String { get }
  func point(_ text: String) throws -> (x: Double, y: Double)
  func rate() -> Double
  func losses(_ trace: StepTrace, _ predictions: Tensor) -> Tensor
}

extension Line {
  static var descriptor: LearnerDescriptor {
    LearnerDescriptor(name: "line", summary: fault, version: "1", dataFormat: .lines)
  }

  init(configuration: Configuration, records: [Record]) throws { self.init() }

  var state: [StateTensor] { [.parameter("slope", [], .constant(0.5))] }

  static func numbers(_ text: String) throws -> (x: Double, y: Double) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 2, let x = parts[0], let y = parts[1], x.isFinite, y.isFinite else {
      throw RecordError.notEncodable(name: "text", reason: "expected two finite numbers")
    }
    return (x, y)
  }

  func point(_ text: String) throws -> (x: Double, y: Double) { try Self.numbers(text) }

  func encode(_ record: Record) throws -> [ExampleTensor] {
    let (x, y) = try point(record.text)
    return [
      ExampleTensor("x", reals: [x], shape: []), ExampleTensor("y", reals: [y], shape: []),
    ]
  }

  func schedule(exampleCount: Int, stepCount: Int?) -> Schedule {
    Schedule(
      scalarNames: [],
      steps: Batching(size: 3, epochs: 3).steps(exampleCount: exampleCount, stepCount: stepCount)
        .map { .init(examples: $0, scalars: []) }
    )
  }

  func rate() -> Double { 0.1 }

  func losses(_ trace: StepTrace, _ predictions: Tensor) -> Tensor {
    square(predictions - trace.batch("y"))
  }

  func step(_ trace: StepTrace) {
    let slope = trace.state("slope")
    let loss = trace.weightedMean(losses(trace, slope * trace.batch("x")))
    trace.update("slope", to: slope - gradient(of: loss, withRespectTo: slope) * rate())
  }

  func forward(_ trace: ForwardTrace) {
    trace.output("prediction", trace.parameter("slope") * trace.example("x"))
  }
}

struct GoodLine: Line {
  static let fault = "keeps-all-rules"
}
