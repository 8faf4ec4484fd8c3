import LacunaProtocols

/// The bytes that a sketch will take in a store, counted before it is made.
public struct SketchSize: Equatable, Sendable, Encodable {
  /// The shards that are added.
  public let shards: Int
  /// The state after training; zero where it is there already, as are the next two.
  public let baseState: Int
  /// The programs.
  public let programs: Int
  /// Directions and initial state, where files gave them, units and base weights where they are not plain.
  public let inputs: Int
  /// The manifest that lists all shards.
  public let manifest: Int

  /// How many directions are added.
  public let directions: Int

  /// All of it.
  public var total: Int { shards + baseState + programs + inputs + manifest }

  /// What each direction takes, all else left out.
  public var perDirection: Int { directions > 0 ? shards / directions : 0 }

  private enum CodingKeys: String, CodingKey {
    case shards, baseState, programs, inputs, manifest, directions, total, perDirection
  }

  /// Writes all parts and their sum.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shards, forKey: .shards)
    try container.encode(baseState, forKey: .baseState)
    try container.encode(programs, forKey: .programs)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(manifest, forKey: .manifest)
    try container.encode(directions, forKey: .directions)
    try container.encode(perDirection, forKey: .perDirection)
    try container.encode(total, forKey: .total)
  }

  /// The size of what will be written.
  ///
  /// - Parameters:
  ///   - manifest: of the sketch, with the shards that are there.
  ///   - ranges: the directions of each shard that is added.
  ///   - isBegun: whether all but the shards is there already.
  ///   - programs: the programs by name, in text form.
  ///   - directions: the directions, where a file gave them.
  ///   - initialState: the state that training began with, where a file gave it.
  ///   - units: the units of the examples, where each is not its own.
  ///   - baseWeights: the weights that the jets are expanded about, where they are not all 1.
  /// - Throws: ``ManifestError`` for a manifest that cannot be written.
  public init(
    _ manifest: SketchManifest,
    adding ranges: [Range<Int>],
    isBegun: Bool = false,
    programs: [(name: String, text: String)] = [],
    directions: TensorData? = nil,
    initialState: [TensorData]? = nil,
    units: UnitAssignment? = nil,
    baseWeights: TensorData? = nil
  ) throws(ManifestError) {
    self.directions = ranges.reduce(0) { $0 + $1.count }
    let complete =
      isBegun
      ? manifest
      : manifest.completed(
        baseState: [],
        programs: programs,
        directions: directions,
        initialState: initialState,
        units: units,
        baseWeights: baseWeights
      )
    let entries = EntrySizes(complete)
    self.manifest = try entries.manifest(adding: ranges)
    shards = ranges.reduce(0) { $0 + entries.shard($1) }
    guard !isBegun else {
      (baseState, self.programs, inputs) = (0, 0, 0)
      return
    }
    baseState = SafetensorsDraft.size(
      manifest.parameters.map {
        TensorOutline(
          name: $0.name,
          dtype: manifest.expansion.precision.element,
          shape: $0.shape
        )
      },
      metadata: ["format": SketchFormat.baseState]
    )
    self.programs = programs.reduce(0) { $0 + $1.text.utf8.count }
    inputs =
      (directions.map { SketchFormat.directionsBlob($0).count } ?? 0)
      + (initialState.map { SketchFormat.initialBlob($0).count } ?? 0)
      + (units?.bytes.count ?? 0)
      + (baseWeights.map { SketchFormat.weightsBlob($0).count } ?? 0)
  }
}

/// The sizes of shards and of what a manifest says of them.
///
/// Both depend on nothing but how many digits their numbers have; there may be millions of them.
private final class EntrySizes {
  private struct Digits: Hashable {
    let start, count: Int
    let length: Int
  }

  private let manifest: SketchManifest
  private var shards: [Digits: Int] = [:]
  private var entries: [Digits: Int] = [:]

  init(_ manifest: SketchManifest) {
    self.manifest = manifest
  }

  private func digits(_ range: Range<Int>) -> Digits {
    Digits(
      start: "\(range.lowerBound)".utf8.count,
      count: "\(range.count)".utf8.count,
      length: range.count
    )
  }

  /// The bytes of a shard.
  func shard(_ range: Range<Int>) -> Int {
    if let known = shards[digits(range)] { return known }
    let size = ShardDraft.size(
      range,
      parameters: manifest.parameters,
      expansion: manifest.expansion
    )
    shards[digits(range)] = size
    return size
  }

  /// The bytes of the manifest with more shards.
  func manifest(adding ranges: [Range<Int>]) throws(ManifestError) -> Int {
    guard let first = ranges.first else { return try manifest.encoded().count }
    var size = try encoded([entry(first)])
    for range in ranges.dropFirst() { size += try entrySize(range) }
    return size
  }

  /// What another shard adds to the manifest.
  private func entrySize(_ range: Range<Int>) throws(ManifestError) -> Int {
    if let known = entries[digits(range)] { return known }
    // Of a manifest without shards but these, so that none overlap.
    let other = range.upperBound..<(range.upperBound + 1)
    var alone = manifest
    alone.shards = []
    let size =
      try encoded([entry(range), entry(other)], in: alone) - encoded([entry(other)], in: alone)
    entries[digits(range)] = size
    return size
  }

  private func entry(_ range: Range<Int>) -> ShardEntry {
    ShardEntry(
      name: Shard.blobName(range),
      start: range.lowerBound,
      count: range.count,
      digest: SHA256Digest.prefix + String(repeating: "0", count: 64),
      bytes: shard(range)
    )
  }

  private func encoded(
    _ entries: [ShardEntry],
    in manifest: SketchManifest? = nil
  ) throws(ManifestError) -> Int {
    var extended = manifest ?? self.manifest
    extended.shards.removeAll { old in entries.contains { $0.range.overlaps(old.range) } }
    extended.shards = (extended.shards + entries).sorted { $0.start < $1.start }
    return try extended.encoded().count
  }
}
