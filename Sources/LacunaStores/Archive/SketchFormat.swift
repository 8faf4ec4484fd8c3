/// The names within a store, and what its files call themselves in their metadata.
enum SketchFormat {
  static let manifest = DirectoryStore.manifestName
  static let base = "base.safetensors"
  static let directions = "directions.safetensors"
  static let initial = "initial.safetensors"
  static let units = "units.json"
  static let weights = "weights.safetensors"
  static let costs = "cache/costs.json"
  static let programs = "programs/"
  static let gradients = "gradients/"
  static let gradientTensor = "gradient"
  static let directionsTensor = "directions"
  static let weightsTensor = "weights"
  static let coefficientsTensor = "coefficients"

  static let baseState = "lacuna-base-state/1"
  static let directionFile = "lacuna-directions/1"
  static let initialState = "lacuna-initial-state/1"
  static let baseWeights = "lacuna-base-weights/1"
  static let shard = "lacuna-shard/1"
  static let measurement = "lacuna-measurement/1"
  static let gradientFile = "lacuna-gradient/1"

  static func program(_ name: String) -> String { "\(programs)\(name).txt" }

  static func baseBlob(_ state: [TensorData]) -> [UInt8] {
    Safetensors.serialize(state, metadata: ["format": baseState])
  }

  static func initialBlob(_ state: [TensorData]) -> [UInt8] {
    Safetensors.serialize(state, metadata: ["format": initialState])
  }

  static func weightsBlob(_ weights: TensorData) -> [UInt8] {
    Safetensors.serialize([weights.renamed(weightsTensor)], metadata: ["format": baseWeights])
  }

  static func directionsBlob(_ directions: TensorData) -> [UInt8] {
    Safetensors.serialize(
      [directions.renamed(directionsTensor)],
      metadata: ["format": directionFile]
    )
  }
}

extension SketchManifest {
  /// The manifest with the digests of what is stored beside it filled in, as ``SketchArchive``
  /// writes it.
  ///
  /// Complete a manifest before comparing it with a stored one.
  public func completed(
    baseState: [TensorData],
    programs: [(name: String, text: String)],
    directions: TensorData? = nil,
    initialState: [TensorData]? = nil,
    units: UnitAssignment? = nil,
    baseWeights: TensorData? = nil
  ) -> SketchManifest {
    var copy = self
    if let units { copy.data.grouping?.digest = SHA256Digest.of(units.bytes) }
    if let baseWeights {
      copy.data.baseWeights?.digest = SHA256Digest.of(SketchFormat.weightsBlob(baseWeights))
    }
    copy.training.initialStateDigest = initialState.map {
      SHA256Digest.of(SketchFormat.initialBlob($0))
    }
    copy.baseStateDigest = SHA256Digest.of(SketchFormat.baseBlob(baseState))
    copy.programs = programs.sorted { $0.name < $1.name }.map {
      Program(name: $0.name, digest: SHA256Digest.of($0.text))
    }
    copy.expansion.directionsDigest = directions.map {
      SHA256Digest.of(SketchFormat.directionsBlob($0))
    }
    return copy
  }
}
