import Foundation
import LacunaProtocols
import LacunaSketching
import LacunaStores
import MicrogptPlugin

/// The golden numbers of microgpt on first names; their provenance is in `Tests/Golden/README.md`.
struct Golden: Decodable {
  struct Curve: Decodable {
    let delete: [Int]
    let degree: Int
    let coefficients: [String: [Double]]
  }
  struct Direction: Decodable {
    let degree: Int
    let coefficients: [String: [[Double]]]
  }
  struct Retrain: Decodable {
    let delete: [Int]
    let values: [String: Double]
  }

  let base: [String: Double]
  let curve: Curve
  let direction: Direction
  let gradient: [String: [Double]]
  let retrains: [Retrain]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden")
  static let root = folder.deletingLastPathComponent().deletingLastPathComponent()

  static func load() throws -> Golden {
    let data = try Data(contentsOf: folder.appending(path: "microgpt-names.json"))
    return try JSONDecoder().decode(Golden.self, from: data)
  }

  static func tensors(_ name: String) throws -> [TensorData] {
    let url = folder.appending(path: name + ".safetensors")
    return try Safetensors.parse([UInt8](Data(contentsOf: url)), source: url.path).tensors()
  }

  /// The problem of the golden numbers: the first 1000 names from the given initial state.
  static func problem() throws -> TrainingProblem {
    let dataset = try Dataset(
      path: root.appending(path: "Examples/first-names.txt").path,
      format: .lines,
      examples: 1000
    )
    let learner = try Microgpt(
      configuration: Configuration(schema: Microgpt.descriptor.schema),
      records: dataset.records
    )
    return try TrainingProblem(
      name: "microgpt",
      learner: learner,
      dataset: dataset,
      steps: nil,
      initialState: .given(try tensors("microgpt-names-init"), source: "golden")
    )
  }

  static func loss(_ query: String, on problem: TrainingProblem) throws -> MeasuredQuery {
    try MeasuredQuery(
      ("loss", OutputLoss()),
      query: Record(text: query),
      text: query,
      on: problem
    )
  }
}

/// The learner's own `loss` output.
struct OutputLoss: MeasurementFunction {
  func measure(_ trace: MeasurementTrace) { trace.result(trace.output("loss")) }
}
