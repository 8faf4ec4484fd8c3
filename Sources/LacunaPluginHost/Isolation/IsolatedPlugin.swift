import Foundation
import LacunaPrograms
import LacunaProtocols
import LacunaSketching
import Synchronization

/// Something that lives in a child process, until the last reference here goes.
final class WorkerHandle: Sendable {
  let worker: PluginWorker
  let number: Int

  init(_ worker: PluginWorker, _ number: Int) {
    self.worker = worker
    self.number = number
  }

  // Nobody is left to hear that it failed.
  deinit { _ = try? worker.call(.release(number), "released", atMost: 60) }
}

/// An instance of a learner in a child process.
final class IsolatedLearner: LearningAlgorithm {
  let state: [StateTensor]
  private let handle: WorkerHandle
  private let records: [Record]
  /// The tensors of records that were encoded before they were asked for.
  private let encoded = Mutex<[Record: WireExample]>([:])

  /// How many records are encoded at once.
  private static let chunk = 256

  init(
    _ worker: PluginWorker,
    name: String,
    configuration: Configuration,
    records: [Record]
  ) throws(PluginError) {
    let request = WorkerRequest.makeLearner(
      name: name,
      configuration: configuration.json,
      records: WireRecords(records)
    )
    guard case .learner(let number, let state) = try worker.call(request, "made a learner") else {
      throw worker.unexpected("made a learner")
    }
    handle = WorkerHandle(worker, number)
    self.records = records
    do {
      self.state = try StateCollector.checked(state)
    } catch {
      let error = ForeignError(error)
      throw .reported(message: "learner '\(name)', state: \(error)", category: error.category)
    }
  }

  func encode(_ record: Record) throws -> [ExampleTensor] {
    let example = try known(record)
    if let failure = example.failure { throw failure.error }
    return try TensorCollector.checked(example.tensors.map(\.tensor))
  }

  /// The tensors of a record; those of the training data are encoded together.
  private func known(_ record: Record) throws -> WireExample {
    try encoded.withLock { encoded in
      if let example = encoded[record] { return example }
      let start = records.firstIndex(of: record)
      let wanted = start.map { Array(records[$0...].prefix(Self.chunk)) } ?? [record]
      let request = WorkerRequest.encode(
        learner: handle.number,
        records: WireRecords(wanted)
      )
      guard case .encoded(let examples) = try handle.worker.call(request, "encoding"),
        examples.count == wanted.count
      else { throw handle.worker.unexpected("encoding") }
      for (record, example) in zip(wanted, examples) { encoded[record] = example }
      return examples[0]
    }
  }

  func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    let request = WorkerRequest.schedule(
      learner: handle.number,
      exampleCount: exampleCount,
      stepCount: stepCount
    )
    guard case .schedule(let schedule) = try handle.worker.call(request, "asked for a schedule")
    else { throw handle.worker.unexpected("asked for a schedule") }
    return schedule
  }

  func step(_ trace: StepTrace) throws {
    let request = WorkerRequest.step(
      learner: handle.number,
      batch: try ProgramTracer.offers(LACUNA_ROLE_BATCH, to: trace.trace).map(WireType.init),
      scalarNames: try ProgramTracer.offers(LACUNA_ROLE_SCALAR, to: trace.trace).map(\.name)
    )
    try handle.worker.replay(request, into: trace.trace)
  }

  func forward(_ trace: ForwardTrace) throws {
    let request = WorkerRequest.forward(
      learner: handle.number,
      example: try ProgramTracer.offers(LACUNA_ROLE_EXAMPLE, to: trace.trace).map(WireType.init)
    )
    try handle.worker.replay(request, into: trace.trace)
  }
}

/// An instance of a measurement in a child process.
final class IsolatedMeasurement: MeasurementFunction {
  private let handle: WorkerHandle

  init(
    _ worker: PluginWorker,
    name: String,
    configuration: Configuration
  ) throws(PluginError) {
    let request = WorkerRequest.makeMeasurement(name: name, configuration: configuration.json)
    guard case .handle(let number) = try worker.call(request, "made a measurement") else {
      throw worker.unexpected("made a measurement")
    }
    handle = WorkerHandle(worker, number)
  }

  func measure(_ trace: MeasurementTrace) throws {
    let offers = { try ProgramTracer.offers($0, to: trace.trace).map(WireType.init) }
    let request = WorkerRequest.measure(
      measurement: handle.number,
      forward: try ProgramTracer.forward(behind: trace.trace).text,
      parameters: try offers(LACUNA_ROLE_PARAMETER),
      example: try offers(LACUNA_ROLE_EXAMPLE)
    )
    try handle.worker.replay(request, into: trace.trace)
  }
}

extension PluginWorker {
  /// Has the plugin trace a program, verifies it, and emits it here.
  func replay(_ request: WorkerRequest, into trace: Trace) throws {
    guard case .program(let text) = try call(request, "traced") else { throw unexpected("traced") }
    try ProgramReplay.emit(Program(text: text), into: trace)
  }
}
