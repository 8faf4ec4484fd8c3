import LacunaProtocols

/// What is said of the Taylor series of a training run, and of what is measured of it.
public enum StabilityVerdict: String, ManifestChoice, Sendable {
  /// The coefficients fall faster than those of any geometric series: the series converges for every deletion.
  case stable
  /// They fall like a geometric series: it converges within a radius.
  case geometric
  /// They fall over the degrees at hand, which are too few to say how.
  case falling
  /// The degrees at hand are too few to say anything.
  case unknown = "cannot-tell"
  /// The series settles away from the retrains: the function has kinks.
  case notSmooth = "not-smooth"
  /// The coefficients grow with the degree, or leave the range of numbers.
  case unstable

  /// Whether predictions should not be relied on.
  public var isFailing: Bool { self == .unstable || self == .notSmooth }

  /// The verdict on a whole is the worst on its parts; they are listed from good to bad.
  public static func worst(_ verdicts: [StabilityVerdict]) -> StabilityVerdict? {
    verdicts.max { allCases.firstIndex(of: $0) ?? 0 < allCases.firstIndex(of: $1) ?? 0 }
  }
}

extension SketchManifest {
  /// A verdict on the run that a sketch is of, by its own jets.
  public struct Stability: Codable, Equatable, Sendable {
    /// The verdict.
    public var verdict: StabilityVerdict
    /// The verdict in words.
    public var words: String
    /// The number of directions that it rests on: the first of the sketch.
    public var directions: Int

    /// A verdict by so many directions.
    public init(verdict: StabilityVerdict, words: String, directions: Int) {
      self.verdict = verdict
      self.words = words
      self.directions = directions
    }

    /// What a prediction says of it, where it should not be relied on.
    public var warning: String? {
      guard verdict.isFailing else { return nil }
      return "the training run is \(verdict.rawValue): \(words); see 'lacuna stability'"
    }
  }
}

extension SketchArchive {
  /// Records a verdict that fails, and removes what was recorded where it does not.
  ///
  /// - Throws: ``ArchiveError/readOnly(location:)``, or what the store throws; the sketch is then as it was.
  public mutating func record(_ stability: SketchManifest.Stability) throws {
    try requireLock()
    var changed = manifest
    changed.stability = stability.verdict.isFailing ? stability : nil
    guard changed != manifest else { return }
    let encoded = try changed.encoded(source: path(SketchFormat.manifest))
    try store.write(SketchFormat.manifest, encoded)
    manifest = changed
  }
}
