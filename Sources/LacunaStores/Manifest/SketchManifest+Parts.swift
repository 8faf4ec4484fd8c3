import LacunaProtocols

extension SketchManifest {
  /// The learner, and how it was configured.
  public struct Learner: Codable, Equatable, Sendable {
    /// The learner's name.
    public var name: String
    /// The learner's version, as its plugin states it.
    public var version: String
    /// Every setting, defaults included.
    public var configuration: [String: ManifestValue]

    /// A learner of this name, version and configuration.
    public init(name: String, version: String, configuration: [String: ManifestValue]) {
      self.name = name
      self.version = version
      self.configuration = configuration
    }
  }

  /// The data that was trained on.
  public struct DataSource: Codable, Equatable, Sendable {
    /// Where the data file was; it may have moved since, its digest tells.
    public var path: String
    /// The digest of the whole data file.
    public var digest: String
    /// How the examples lie in the file.
    public var format: DataFormat
    /// The number of examples used: the first so many of the file.
    public var examples: Int
    /// The number of units that the examples belong to.
    public var units: Int
    /// How examples are grouped; nil where each is its own unit.
    public var grouping: Grouping?
    /// The weights that the jets are expanded about; nil where they are all 1.
    public var baseWeights: BaseWeights?

    /// Data at this path, of this digest.
    public init(
      path: String,
      digest: String,
      format: DataFormat,
      examples: Int,
      units: Int,
      grouping: Grouping? = nil,
      baseWeights: BaseWeights? = nil
    ) {
      self.path = path
      self.digest = digest
      self.format = format
      self.examples = examples
      self.units = units
      self.grouping = grouping
      self.baseWeights = baseWeights
    }
  }

  /// How long was trained, and from where.
  public struct Training: Codable, Equatable, Sendable {
    /// The number of training steps.
    public var steps: Int
    /// The digest of the state that training began with, where the learner did not make it itself.
    public var initialStateDigest: String?

    /// Training of so many steps.
    public init(steps: Int, initialStateDigest: String? = nil) {
      self.steps = steps
      self.initialStateDigest = initialStateDigest
    }
  }

  /// What the jets were expanded along, and how far.
  public struct Expansion: Codable, Equatable, Sendable {
    /// The degree of the jets: tangents c₁ to c_degree are stored.
    public var degree: Int
    /// The key that every direction is generated from, together with its index.
    public var seed: UInt64
    /// How the directions are distributed.
    public var distribution: DirectionDistribution
    /// What makes the directions.
    public var generator: DirectionGenerator
    /// The digest of `directions.safetensors`, when that file holds the directions.
    public var directionsDigest: String?
    /// The precision of the tangents.
    public var precision: SketchPrecision
    /// The scale ρ of z: the stored coefficient of degree r is ρʳ times that of the plain jet.
    public var radius: Double

    /// An expansion along directions that are generated.
    public init(degree: Int, seed: UInt64, precision: SketchPrecision = .f64, radius: Double = 1) {
      self.degree = degree
      self.seed = seed
      self.precision = precision
      self.radius = radius
      distribution = .complexSphere
      generator = .philoxBoxMuller
    }

    /// An expansion along directions that a file gives.
    public init(
      degreeAlongFile degree: Int,
      precision: SketchPrecision = .f64,
      radius: Double = 1
    ) {
      self.init(degree: degree, seed: 0, precision: precision, radius: radius)
      distribution = .file
      generator = .file
    }
  }

  /// A trained tensor.
  public struct Parameter: Codable, Equatable, Sendable {
    /// The tensor's name.
    public var name: String
    /// The tensor's dimensions.
    public var shape: [Int]

    /// A tensor of this name and shape.
    public init(name: String, shape: [Int]) {
      self.name = name
      self.shape = shape
    }
  }

  /// A program that the sketch was made with.
  public struct Program: Codable, Equatable, Sendable {
    /// The program's name; its text is the blob `programs/<name>.txt`.
    public var name: String
    /// The digest of its text.
    public var digest: String

    /// A program of this name and digest.
    public init(name: String, digest: String) {
      self.name = name
      self.digest = digest
    }
  }
}
