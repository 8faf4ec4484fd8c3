import Foundation
import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// What the host asks of the child process in which a plugin runs.
enum WorkerRequest: Codable {
  case load(path: String)

  case makeLearner(name: String, configuration: String, records: WireRecords)
  case encode(learner: Int, records: WireRecords)
  case schedule(learner: Int, exampleCount: Int, stepCount: Int?)
  case step(learner: Int, batch: [WireType], scalarNames: [String])
  case forward(learner: Int, example: [WireType])

  case makeMeasurement(name: String, configuration: String)
  case measure(measurement: Int, forward: String, parameters: [WireType], example: [WireType])

  case openStore(name: String, location: String)
  case exists(store: Int)
  case list(store: Int)
  case read(store: Int, name: String)
  case write(store: Int, name: String, bytes: Data)
  case remove(store: Int, name: String)
  case lock(store: Int)

  case loadForeign(manifest: String, trusting: Bool)
  case prepareForeign(signature: String, trusting: Bool)
  case callForeign(function: Int, arguments: [WireArgument], rows: WireRows)

  /// Ends the life of a learner, measurement, store or lock.
  case release(Int)
}

/// What the child process answers.
enum WorkerResponse: Codable {
  case failed(WireFailure)
  case library(LibraryDescription)
  case learner(handle: Int, state: [StateTensor])
  /// For each record its tensors, or why it has none.
  case encoded([WireExample])
  case schedule(Schedule)
  case program(String)
  case handle(Int)
  case answer(Bool)
  case names([String])
  case blob(Data?)
  case foreignLibrary(path: String, digest: String)
  case foreignResult(WireResult)
  /// Not the answer yet: something that a foreign function calls back.
  case callback(WireCallback)
  case done
}

/// A failure on its way to the host.
struct WireFailure: Codable {
  var category: ErrorCategory
  var message: String

  init(_ error: any Error) {
    let error = ForeignError(error)
    category = error.category
    message = error.message
  }

  var error: ForeignError { ForeignError(category: category, message: message) }
}

/// The tensors of a record, or why it has none.
struct WireExample: Codable {
  var tensors: [WireTensor] = []
  var failure: WireFailure?
}

/// A tensor, its elements as they lie in memory.
struct WireTensor: Codable {
  var name: String
  var element: ElementKind
  var shape: [Int]
  var elements: Data

  init(_ tensor: ExampleTensor) {
    name = tensor.name
    element = tensor.element
    shape = tensor.shape
    elements =
      switch tensor.element {
      case .real: tensor.reals.withUnsafeBytes { Data($0) }
      case .integer: tensor.integers.withUnsafeBytes { Data($0) }
      }
  }

  var tensor: ExampleTensor {
    switch element {
    case .real: ExampleTensor(name, reals: elements.elements(of: Double.self), shape: shape)
    case .integer: ExampleTensor(name, integers: elements.elements(of: Int64.self), shape: shape)
    }
  }
}

/// The name and type of an input.
struct WireType: Codable {
  var name: String
  var element: ElementKind
  var shape: [Int]

  init(_ type: NamedType) {
    name = type.name
    element = type.type.element == .real ? .real : .integer
    shape = type.type.shape.dimensions
  }

  var type: NamedType {
    NamedType(name, ValueType(element == .real ? .real : .integer, Shape(shape)))
  }
}

/// How requests and responses lie in frames: binary property lists, which keep numbers and bytes as they are.
enum Wire {
  static func encoded(_ value: some Encodable) throws -> [UInt8] {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return [UInt8](try encoder.encode(value))
  }

  static func decoded<Value: Decodable>(_ type: Value.Type, _ frame: [UInt8]) throws -> Value {
    try PropertyListDecoder().decode(type, from: Data(frame))
  }
}
