/// What a sketch was made from and what it consists of: the file `manifest.json` of a store.
///
/// `Docs/StoreFormat.md` defines every field.
public struct SketchManifest: Codable, Equatable, Sendable {
  /// The newest version of the format that this code reads and writes.
  public static let currentFormatVersion = 2
  /// The version of sketches that need nothing that came later: older readers read them.
  public static let plainFormatVersion = 1

  /// The version of the format that the store is written in.
  public var formatVersion: Int
  /// The learner, and how it was configured.
  public var learner: Learner
  /// The data that was trained on.
  public var data: DataSource
  /// How long was trained, and from where.
  public var training: Training
  /// What the jets were expanded along, and how far.
  public var expansion: Expansion
  /// The trained tensors, in ascending order of their names.
  public var parameters: [Parameter]
  /// The programs that the sketch was made with, in ascending order of their names.
  public var programs: [Program]
  /// The digest of `base.safetensors`.
  public var baseStateDigest: String
  /// The shards, in ascending order of their first directions.
  public var shards: [ShardEntry]
  /// What the jets say against the training run; nil where they say nothing against it.
  public var stability: Stability?

  /// A manifest of a sketch that has no shards yet.
  ///
  /// The digests of base state, programs and directions are filled in by
  /// ``completed(baseState:programs:directions:)``.
  public init(
    learner: Learner,
    data: DataSource,
    training: Training,
    expansion: Expansion,
    parameters: [Parameter]
  ) {
    let isPlain = data.grouping == nil && data.baseWeights == nil
    formatVersion = isPlain ? Self.plainFormatVersion : Self.currentFormatVersion
    self.learner = learner
    self.data = data
    self.training = training
    self.expansion = expansion
    self.parameters = parameters.sorted { $0.name < $1.name }
    programs = []
    baseStateDigest = ""
    shards = []
  }
}

/// A shard as the manifest lists it.
public struct ShardEntry: Codable, Equatable, Sendable {
  /// The name of the blob.
  public var name: String
  /// The index of the first direction.
  public var start: Int
  /// The number of directions.
  public var count: Int
  /// The digest of the blob.
  public var digest: String
  /// The size of the blob.
  public var bytes: Int

  /// The indices of the directions.
  public var range: Range<Int> { start..<(start + count) }

  /// An entry of these contents.
  public init(name: String, start: Int, count: Int, digest: String, bytes: Int) {
    self.name = name
    self.start = start
    self.count = count
    self.digest = digest
    self.bytes = bytes
  }
}
