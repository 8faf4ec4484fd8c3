extension Units {
  /// The units of a run as it was asked for.
  ///
  /// - Parameters:
  ///   - description: how examples are grouped; each is its own unit without it.
  ///   - keep: selectors of examples that are never deleted.
  ///   - dataset: the examples.
  /// - Throws: ``SketchingError`` for a description that does not go with the data.
  public init(
    _ description: UnitDescription?,
    keep: [String],
    of dataset: Dataset
  ) throws(SketchingError) {
    guard description != nil || !keep.isEmpty else {
      self.init(each: dataset.count)
      return
    }
    var isKept = [Bool](repeating: false, count: dataset.count)
    for text in keep {
      guard !Selector(text).speaksOfUnits else {
        throw .units(
          .malformed(
            option: "--keep",
            text: text,
            expected: "examples: positions and ranges, contains:TEXT, matches:REGEX, "
              + "column:NAME=VALUE or @FILE"
          )
        )
      }
      for position in try Selector(text).positions(in: dataset) { isKept[position] = true }
    }
    guard isKept.contains(false) else { throw .units(.allKept(examples: dataset.count)) }
    guard let description else {
      self.init(labels: isKept.enumerated().map { $1 ? nil : "\($0)" })
      return
    }
    self.init(labels: try description.labels(of: dataset, isKept: isKept))
  }

  /// The units that some examples make up.
  ///
  /// - Parameters:
  ///   - positions: the examples, ascending.
  ///   - text: the selector that chose them, for messages.
  /// - Returns: the units, ascending.
  /// - Throws: ``UnitError`` for a part of a unit, and for an example that is never deleted.
  func whole(_ positions: [Int], text: String) throws(SketchingError) -> [Int] {
    guard !areExamples else { return positions }
    var counts: [Int: Int] = [:]
    for position in positions {
      let unit = unit(of: position)
      guard unit != Self.none else { throw .units(.kept(text: text, position: position)) }
      counts[unit, default: 0] += 1
    }
    let units = counts.keys.sorted()
    for unit in units where counts[unit] != size(of: unit) {
      throw .units(
        .partOfUnit(
          text: text,
          unit: name(unit),
          selected: counts[unit] ?? 0,
          size: size(of: unit)
        )
      )
    }
    return units
  }
}
