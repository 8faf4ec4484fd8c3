import LacunaSketching
import LacunaStores

/// A sketch as it is described.
struct InspectReport: Encodable {
  let store: String
  let manifest: SketchManifest
  let directions: Int
  let bytes: Int
  /// Gradients of measurements, where there are some.
  let gradients: SketchArchive.GradientSummary?
  /// First and last direction of each gap.
  let missing: [[Int]]
  /// Of units that are groups of examples.
  let units: UnitSummary?
  /// Of weights that are not all 1.
  let baseWeights: WeightSummary?

  init(_ archive: SketchArchive) throws {
    let last = archive.manifest.shards.map(\.range.upperBound).max() ?? 0
    store = archive.location
    manifest = archive.manifest
    directions = archive.manifest.shards.reduce(0) { $0 + $1.count }
    bytes = archive.manifest.shards.reduce(0) { $0 + $1.bytes }
    units = try archive.units().map { UnitSummary($0, archive.manifest) }
    baseWeights = try archive.baseWeights().map { WeightSummary($0, archive.manifest) }
    gradients = try archive.gradientSummary()
    missing = try archive.missingRanges(upTo: last).map { [$0.lowerBound, $0.upperBound - 1] }
  }

  var text: String {
    let m = manifest
    let numbers = m.parameters.reduce(0) { $0 + $1.shape.reduce(1, *) }
    var lines = [
      "sketch       \(store) (format \(m.formatVersion))",
      "learner      \(m.learner.name) \(m.learner.version)",
      "settings     \(m.learner.settings)",
      "data         \(m.data.path)",
      "             \(m.data.examples) examples, \(m.data.units) units, \(m.data.digest)",
      units?.text, baseWeights?.text,
      "training     \(m.training.steps) steps"
        + (m.training.initialStateDigest == nil ? "" : " from a given initial state"),
      "parameters   \(numbers) numbers in \(m.parameters.count) tensors",
      "expansion    degree \(m.expansion.degree), \(m.expansion.precision.rawValue), "
        + "\(m.expansion.distribution.rawValue), seed \(m.expansion.seed)",
      "directions   \(directions) in \(m.shards.count) shard\(m.shards.count == 1 ? "" : "s"), \(Figure.bytes(bytes))",
    ].compactMap { $0 }
    if let gradients { lines.append("gradients    \(gradients.text)") }
    if let stability = m.stability {
      lines.append("stability    \(stability.verdict.rawValue): \(stability.words)")
    }
    for gap in missing {
      lines.append("missing      directions \(gap[0]) to \(gap[1])")
    }
    return lines.joined(separator: "\n")
  }
}

extension SketchArchive.GradientSummary {
  /// For people.
  var text: String {
    let exact = "exact, of \(queries) measured quer\(queries == 1 ? "y" : "ies")"
    let along = series.map {
      "to degree \($0.degree) along \($0.directions) directions, of \($0.queries)"
    }
    return ([exact] + along).joined(separator: "; ")
  }
}

extension SketchManifest.Learner {
  /// Every setting, as `key=value`.
  var settings: String {
    configuration.sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.value.configurationValue)" }
      .joined(separator: " ")
  }
}
