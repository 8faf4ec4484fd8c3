import LacunaStores

/// The units of a sketch, where they are groups of examples.
struct UnitSummary: Encodable {
  let count: Int
  /// What they were asked for by.
  let specification: String?
  /// The selectors of examples that are never deleted.
  let keep: [String]
  /// How many examples are never deleted.
  let kept: Int
  /// The fewest examples of a unit, the most, and the median.
  let smallest, median, largest: Int

  init(_ units: UnitAssignment, _ manifest: SketchManifest) {
    var sizes = [Int](repeating: 0, count: units.names.count)
    for unit in units.units where unit >= 0 { sizes[unit] += 1 }
    sizes.sort()
    count = sizes.count
    specification = manifest.data.grouping?.specification
    keep = manifest.data.grouping?.keep ?? []
    kept = units.units.count { $0 < 0 }
    smallest = sizes.first ?? 0
    median = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
    largest = sizes.last ?? 0
  }

  var text: String {
    var line = "units        "
    line += specification ?? "each example"
    line +=
      largest == 1
      ? ", 1 example each"
      : ", \(smallest) to \(largest) examples each, median \(median)"
    if kept > 0 {
      line += "; \(kept) example\(kept == 1 ? "" : "s") never deleted "
      line += "(\(keep.joined(separator: "; ")))"
    }
    return line
  }
}

/// The weights that a sketch is expanded about, where they are not all 1.
struct WeightSummary: Encodable {
  let specification: [String]
  let least, most: Double
  /// How many examples have another weight than 1.
  let count: Int

  init(_ weights: [Double], _ manifest: SketchManifest) {
    specification = manifest.data.baseWeights?.specification ?? []
    least = weights.min() ?? 1
    most = weights.max() ?? 1
    count = weights.count { $0 != 1 }
  }

  var text: String {
    "base weights \(specification.joined(separator: "; ")): \(Figure.number(least)) to "
      + "\(Figure.number(most)), other than 1 for \(count) example\(count == 1 ? "" : "s")"
  }
}
