import Foundation
import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// The child process in which a plugin runs: it answers requests until its parent goes.
public final class WorkerService {
  private let channel: FrameChannel
  private var library: PluginLibrary?
  private var foreignLibrary: ForeignLibrary?
  private var objects: [Int: any Sendable] = [:]
  private var nextHandle = 1
  /// What each foreign function was given last.
  private var lastArguments: [Int: [ForeignArgument]] = [:]

  /// A service over a channel.
  public init(_ channel: FrameChannel) { self.channel = channel }

  /// Answers requests until there are no more.
  ///
  /// - Throws: ``ChildError`` when the parent has gone in the middle of one.
  public func run() throws {
    while let frame = try channel.receive(within: nil) {
      let response: WorkerResponse
      do {
        response = try answer(Wire.decoded(WorkerRequest.self, frame))
      } catch {
        response = .failed(WireFailure(error))
      }
      try channel.send(Wire.encoded(response), within: 3600)
    }
  }

  private func answer(_ request: WorkerRequest) throws -> WorkerResponse {
    switch request {
    case .load(let path):
      let library = try PluginLibrary.load(path)
      self.library = library
      return .library(library.description)
    case .makeLearner, .encode, .schedule, .step, .forward:
      return try answerForLearner(request)
    case .makeMeasurement(let name, let configuration):
      let measurement = try item(name, \.measurements, \.descriptor.name)
      return .handle(
        keep(
          try measurement.make(
            configuration: Configuration(schema: measurement.descriptor.schema, json: configuration)
          )
        )
      )
    case .measure(let handle, let forward, let parameters, let example):
      return try measure(handle, forward, parameters, example)
    case .loadForeign(let manifest, let trusting):
      let library = try ForeignLibrary(ForeignManifest(path: manifest), trusting: trusting)
      foreignLibrary = library
      return .foreignLibrary(path: library.path, digest: library.digest)
    case .prepareForeign(let text, let trusting):
      guard let library = foreignLibrary else { throw Self.misunderstood }
      return .handle(keep(try ForeignCall(Signature(text), in: library, trusting: trusting)))
    case .callForeign(let handle, let sent, let rows):
      let call: ForeignCall = try object(handle)
      let previous = lastArguments[handle] ?? []
      let arguments = try sent.enumerated().map { index, argument in
        let before = previous.indices ~= index ? previous[index] : nil
        guard let argument = argument.argument(after: before) else { throw Self.misunderstood }
        return argument
      }
      let hooks = ForeignHooks(over: channel, rows: rows.rows)
      let result = try call.evaluate(arguments, hooks: hooks)
      lastArguments[handle] = arguments
      return .foreignResult(WireResult(result))
    case .release(let handle):
      objects[handle] = nil
      lastArguments[handle] = nil
      return .done
    default:
      return try answerForStore(request)
    }
  }

  private func answerForLearner(_ request: WorkerRequest) throws -> WorkerResponse {
    switch request {
    case .makeLearner(let name, let configuration, let records):
      let loaded = try item(name, \.learners, \.descriptor.name)
      let learner = try loaded.make(
        configuration: Configuration(schema: loaded.descriptor.schema, json: configuration),
        records: records.records()
      )
      return .learner(handle: keep(learner), state: learner.state)
    case .encode(let handle, let records):
      let learner: any LearningAlgorithm = try object(handle)
      return .encoded(
        try records.records().map { record in
          do {
            return WireExample(tensors: try learner.encode(record).map(WireTensor.init))
          } catch {
            return WireExample(failure: WireFailure(error))
          }
        }
      )
    case .schedule(let handle, let exampleCount, let stepCount):
      let learner: any LearningAlgorithm = try object(handle)
      return .schedule(try learner.schedule(exampleCount: exampleCount, stepCount: stepCount))
    case .step(let handle, let batch, let scalarNames):
      let learner: any LearningAlgorithm = try object(handle)
      return try program {
        try ProgramTracer.traceStep(
          learner,
          name: "isolated",
          batch: batch.map(\.type),
          state: learner.state,
          scalarNames: scalarNames
        )
      }
    case .forward(let handle, let example):
      let learner: any LearningAlgorithm = try object(handle)
      return try program {
        try ProgramTracer.traceForward(
          learner,
          name: "isolated",
          parameters: learner.state,
          example: example.map(\.type)
        )
      }
    default:
      throw Self.misunderstood
    }
  }

  private func measure(
    _ handle: Int,
    _ forward: String,
    _ parameters: [WireType],
    _ example: [WireType]
  ) throws -> WorkerResponse {
    let measurement: any MeasurementFunction = try object(handle)
    let learner = ReplayedLearner(forward: try Program(text: forward))
    return try program {
      try ProgramTracer.traceMeasurement(
        measurement,
        name: "isolated",
        learner: learner,
        learnerName: "isolated",
        parameters: parameters.map { .parameter($0.name, $0.shape, .zeros) },
        example: example.map(\.type)
      )
    }
  }

  private func answerForStore(_ request: WorkerRequest) throws -> WorkerResponse {
    switch request {
    case .openStore(let name, let location):
      return .handle(keep(try item(name, \.stores, \.descriptor.name).open(location)))
    case .exists(let handle): return .answer(try store(handle).exists())
    case .list(let handle): return .names(try store(handle).list())
    case .read(let handle, let name): return .blob(try store(handle).read(name).map { Data($0) })
    case .write(let handle, let name, let bytes):
      try store(handle).write(name, [UInt8](bytes))
      return .done
    case .remove(let handle, let name):
      try store(handle).remove(name)
      return .done
    case .lock(let handle): return .handle(keep(try store(handle).lock()))
    default: throw Self.misunderstood
    }
  }

  /// A program, or the innermost reason why there is none: the host says who and where again.
  private func program(_ trace: () throws -> Program) throws -> WorkerResponse {
    do {
      return .program(try trace().text)
    } catch TracingError.failed(_, _, let reason, let category) {
      throw ForeignError(category: category, message: reason)
    } catch TracingError.program(_, _, let error) {
      throw ForeignError(category: .software, message: "\(error)")
    }
  }

  private func keep(_ object: any Sendable) -> Int {
    defer { nextHandle += 1 }
    objects[nextHandle] = object
    return nextHandle
  }

  private func object<Object>(_ handle: Int) throws -> Object {
    guard let object = objects[handle] as? Object else { throw Self.misunderstood }
    return object
  }

  private func store(_ handle: Int) throws -> any SketchStore { try object(handle) }

  private func item<Item>(
    _ name: String,
    _ items: KeyPath<PluginLibrary, [Item]>,
    _ key: KeyPath<Item, String>
  ) throws -> Item {
    guard let item = library?[keyPath: items].first(where: { $0[keyPath: key] == name }) else {
      throw Self.misunderstood
    }
    return item
  }

  private static let misunderstood = ForeignError(
    category: .software,
    message: "the child process was asked for something that it does not have"
  )
}
