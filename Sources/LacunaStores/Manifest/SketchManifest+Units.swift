extension SketchManifest {
  /// How examples are grouped to units, where each is not its own.
  public struct Grouping: Codable, Equatable, Sendable {
    /// What was asked for, as `column:user`; nil where each example is its own unit, but for those kept.
    public var specification: String?
    /// The selectors of examples that are never deleted.
    public var keep: [String]
    /// How many examples are never deleted.
    public var kept: Int
    /// The digest of `units.json`.
    public var digest: String

    /// A grouping whose digest is filled in when the sketch is made.
    public init(specification: String?, keep: [String], kept: Int) {
      self.specification = specification
      self.keep = keep
      self.kept = kept
      digest = ""
    }
  }

  /// The weights that the jets are expanded about, where they are not all 1.
  public struct BaseWeights: Codable, Equatable, Sendable {
    /// What was asked for, as `column:importance` or `contains:x=0.5`.
    public var specification: [String]
    /// The digest of `weights.safetensors`.
    public var digest: String

    /// Weights whose digest is filled in when the sketch is made.
    public init(specification: [String]) {
      self.specification = specification
      digest = ""
    }
  }
}
