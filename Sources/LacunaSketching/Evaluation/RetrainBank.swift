import Foundation
import LacunaExecution
import LacunaProtocols
import LacunaStores

/// Trained parameters at many example weights, kept so that no retrain is done twice.
///
/// A bank lies in a store: an index, which is all that is read when the bank is opened, and for each retrain a
/// blob of its own with the weights and the parameters as safetensors. `Docs/Evaluation.md` defines the format.
public final class RetrainBank {
  /// The names within a store, and what the files call themselves.
  enum Format {
    static let index = "retrains/index.json"
    static let name = "lacuna-retrains/1"
    static let model = "lacuna-retrain/1"
    static let weights = "weights"
    static func blob(_ key: String) -> String { "retrains/\(key).safetensors" }
    static func tensor(_ parameter: String) -> String { "parameters.\(parameter)" }
  }

  /// The file that lists the retrains.
  struct Index: Codable, Equatable {
    struct Model: Codable, Equatable {
      var bytes: Int
      var digest: String
    }
    var format: String
    var problem: [String: String]
    var models: [String: Model]
  }

  private let store: any SketchStore
  private let problem: RetrainedProblem
  private let isWritable: Bool
  private let isRequired: Bool
  private var index: Index
  /// Why retrains are not kept any more, where that is no error.
  public private(set) var failure: (any Error)?

  /// The place, for messages.
  public var location: String { store.location }
  /// How many retrains it holds.
  public var count: Int { index.models.count }

  /// Opens the bank in a store, or begins one.
  ///
  /// - Parameters:
  ///   - store: the place.
  ///   - problem: what the retrains are of.
  ///   - isWritable: whether retrains may be added, for which the caller holds the store's lock.
  ///   - isRequired: whether it is an error when they cannot be; otherwise ``failure`` says so.
  /// - Throws: ``RetrainBankError`` for a bank that is damaged or of something else, or what the store throws.
  public init(
    in store: any SketchStore,
    of problem: RetrainedProblem,
    isWritable: Bool,
    isRequired: Bool = true
  ) throws {
    self.store = store
    self.problem = problem
    self.isWritable = isWritable
    self.isRequired = isRequired
    guard let bytes = try store.read(Format.index) else {
      let others = try store.exists() ? store.list() : []
      if let blob = others.first(where: { !$0.hasPrefix("retrains/") }),
        !others.contains("manifest.json")
      {
        throw RetrainBankError.occupied(location: store.location, blob: blob)
      }
      index = Index(format: Format.name, problem: problem.fields, models: [:])
      return
    }
    index = try Self.read(bytes, "\(store.location)/\(Format.index)")
    let differences = problem.differences(from: index.problem)
    guard differences.isEmpty else {
      throw RetrainBankError.foreign(location: store.location, differences: differences)
    }
  }

  private static func read(_ bytes: [UInt8], _ name: String) throws -> Index {
    do {
      let found = try JSONDecoder().decode(Index.self, from: Data(bytes))
      guard found.format == Format.name else {
        throw RetrainBankError.otherFormat(index: name, found: found.format, expected: Format.name)
      }
      return found
    } catch let error as DecodingError {
      let problem = DecodingProblem(error, in: bytes)
      throw RetrainBankError.malformed(
        index: name,
        field: problem.field,
        found: problem.found,
        expected: problem.expected
      )
    }
  }

  /// Whether it holds the retrain at some example weights.
  public func holds(_ weights: [Double]) -> Bool { index.models[problem.key(of: weights)] != nil }

  /// The trained parameters at some example weights, verified; nil where they are not kept.
  ///
  /// - Parameters:
  ///   - weights: of the examples.
  ///   - parameters: of the learner.
  /// - Returns: the numbers of each parameter, by name.
  /// - Throws: ``RetrainBankError``, or what the store throws.
  public func model(
    at weights: [Double],
    _ parameters: [StateTensor]
  ) throws -> [String: [Double]]? {
    let key = problem.key(of: weights)
    guard let entry = index.models[key] else { return nil }
    let blob = Format.blob(key)
    func damaged(_ field: String, _ found: String, _ expected: String) -> RetrainBankError {
      .damaged(location: location, blob: blob, field: field, found: found, expected: expected)
    }
    guard let bytes = try store.read(blob) else {
      throw RetrainBankError.missing(location: location, blob: blob)
    }
    guard bytes.count == entry.bytes else {
      throw damaged("size", "\(bytes.count) bytes", "\(entry.bytes)")
    }
    let digest = SHA256Digest.of(bytes)
    guard digest == entry.digest else { throw damaged("digest", digest, entry.digest) }
    let file = try Safetensors.parse(bytes, source: "\(location)/\(blob)")
    guard try file.tensor(Format.weights).doubles() == weights else {
      throw damaged("weights", "others", "those it is named for")
    }
    var found: [String: [Double]] = [:]
    for parameter in parameters {
      let tensor = try file.tensor(Format.tensor(parameter.name))
      guard tensor.shape == parameter.shape else {
        throw damaged("shape of '\(tensor.name)'", "\(tensor.shape)", "\(parameter.shape)")
      }
      found[parameter.name] = try tensor.doubles()
    }
    return found
  }

  /// Keeps retrains, where the bank is writable: each whole, and the index last.
  ///
  /// - Parameters:
  ///   - models: the example weights and the trained parameters of each.
  ///   - parameters: of the learner.
  ///   - precision: in which they are kept: that they were trained in.
  /// - Throws: what the store throws.
  public func add(
    _ models: [(weights: [Double], parameters: [String: [Double]])],
    _ parameters: [StateTensor],
    _ precision: Precision
  ) throws {
    guard isWritable, failure == nil, !models.isEmpty else { return }
    let before = index
    do {
      try write(models, parameters, precision)
    } catch {
      if isRequired { throw error }
      failure = error
      index = before
    }
  }

  private func write(
    _ models: [(weights: [Double], parameters: [String: [Double]])],
    _ parameters: [StateTensor],
    _ precision: Precision
  ) throws {
    for model in models {
      let key = problem.key(of: model.weights)
      var tensors = [
        try TensorData(name: Format.weights, shape: [model.weights.count], model.weights)
      ]
      for parameter in parameters {
        tensors.append(
          try TensorData(
            Format.tensor(parameter.name),
            reals: model.parameters[parameter.name] ?? [],
            shape: parameter.shape,
            precision
          )
        )
      }
      let bytes = Safetensors.serialize(tensors, metadata: ["format": Format.model])
      try store.write(Format.blob(key), bytes)
      index.models[key] = .init(bytes: bytes.count, digest: SHA256Digest.of(bytes))
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    try store.write(Format.index, Array(encoder.encode(index)))
  }
}
