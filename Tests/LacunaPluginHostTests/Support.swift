import Foundation
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// A learner made of closures.
struct SampleLearner: LearningAlgorithm {
  var state: [StateTensor] = [.parameter("w", [3, 2], .zeros), .parameter("b", [2], .zeros)]
  var onStep: @Sendable (StepTrace) throws -> Void = { _ in }
  var onForward: @Sendable (ForwardTrace) throws -> Void = {
    $0.output("logits", matmul($0.example("x").expanded(at: 0), $0.parameter("w")))
  }

  func encode(_ record: Record) -> [ExampleTensor] { [ExampleTensor("x", reals: [1, 2, 3])] }

  func schedule(exampleCount: Int, stepCount: Int?) -> Schedule {
    Schedule(scalarNames: ["rate"], steps: [])
  }

  func step(_ trace: StepTrace) throws { try onStep(trace) }
  func forward(_ trace: ForwardTrace) throws { try onForward(trace) }

  /// The step for a batch of two, in its text form.
  static func step(
    state: [StateTensor] = SampleLearner().state,
    scalarNames: [String] = ["rate"],
    _ onStep: @escaping @Sendable (StepTrace) throws -> Void
  ) throws(TracingError) -> String {
    let learner = SampleLearner(state: state, onStep: onStep)
    return try ProgramTracer.traceStep(
      learner,
      name: "sample",
      batch: learner.encode(Record(text: "")).signature(batchSize: 2),
      state: state,
      scalarNames: scalarNames
    ).text
  }
}

/// A measurement made of a closure.
struct SampleMeasurement: MeasurementFunction {
  var onMeasure: @Sendable (MeasurementTrace) throws -> Void

  func measure(_ trace: MeasurementTrace) throws { try onMeasure(trace) }
}

/// The message of what a function throws, or nothing.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing was thrown"
  } catch let error as any LacunaError {
    return error.description
  } catch {
    return "\(error)"
  }
}

/// The plugins that the package builds, beside the executable of the tests.
let shippedPlugins = PluginRegistry(
  locator: PluginLocator(folders: [], executable: CommandLine.arguments[0])
)
