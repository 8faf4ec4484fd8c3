import LacunaExecution
import LacunaStores

extension StabilityProfile {
  /// The most directions that a verdict on a sketch rests on.
  private static let mostDirections = 64

  /// The profile of all parameters along the first directions of a sketch.
  ///
  /// - Parameter archive: the sketch.
  /// - Throws: an error of the archive for a shard that is not whole.
  public init(of archive: SketchArchive) throws {
    let manifest = archive.manifest
    let (degree, precision) = (manifest.expansion.degree, manifest.expansion.precision)
    let names = manifest.parameters.map(\.name)
    let counts = manifest.parameters.map { $0.shape.reduce(1, *) }
    var sizes: [[Double]] = []
    for entry in manifest.shards where sizes.count < Self.mostDirections {
      let shard = try archive.verifiedShard(entry)
      let lanes = min(shard.count, Self.mostDirections - sizes.count)
      sizes += shard.withTangents(of: names) { stored in
        let tangents = ParameterTangents(
          stored: stored,
          counts: counts,
          degree: degree,
          precision: precision == .f64 ? .float64 : .float32
        )
        return (0..<lanes).map { lane in
          (1...degree).map { r in
            var norm = Log2Norm()
            for (parameter, count) in counts.enumerated() {
              for element in 0..<count { norm.add(tangents[parameter, element, r, lane]) }
            }
            return norm.value
          }
        }
      }
    }
    self.init(units: manifest.data.units, sizes: sizes)
  }
}

extension SketchArchive {
  /// Looks at the jets for signs that the training run is not stable, and records them.
  ///
  /// - Returns: what the jets say, whether it was recorded or not; nil along directions that a file gave, which
  ///   need not be those of a sphere.
  /// - Throws: what the archive or its store throws.
  public mutating func judge() throws -> SketchManifest.Stability? {
    guard manifest.expansion.distribution == .complexSphere else { return nil }
    let profile = try StabilityProfile(of: self)
    let finding = profile.finding()
    let stability = SketchManifest.Stability(
      verdict: finding.verdict,
      words: finding.words,
      directions: profile.sizes.count
    )
    try record(stability)
    return stability
  }
}
