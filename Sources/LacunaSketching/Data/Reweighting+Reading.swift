extension Reweighting {
  /// Reads weights of units, and a deletion beside them.
  ///
  /// - Parameters:
  ///   - weights: texts `UNIT=WEIGHT`. The unit is a name, or any ``Selector`` that begins with its kind; where
  ///     each example is a unit also positions and ranges.
  ///   - deleted: a selector of units that are deleted as well.
  ///   - units: the units that there are.
  ///   - dataset: their examples.
  /// - Throws: ``SketchingError`` for a text that cannot be read, a unit that there is not, or one that is given
  ///   twice.
  public init(
    weights: [String],
    deleting deleted: String?,
    of units: Units,
    in dataset: Dataset
  ) throws(SketchingError) {
    var downweights: [Int: Double] = [:]
    if let deleted {
      for unit in try Selector(deleted).units(of: units, in: dataset) { downweights[unit] = 1 }
    }
    for text in weights {
      let (chosen, weight) = try Weighting.split(text, option: "--weight", example: "ann=0.5")
      guard weight != 1 else {
        throw .units(
          .malformed(
            option: "--weight",
            text: text,
            expected: "a weight other than 1, which changes nothing"
          )
        )
      }
      // A bare name is a unit's, not a position: of groups of examples both are numbers at times.
      let isName = !units.areExamples && !Selector(chosen).hasKind
      for unit in try Selector(isName ? "unit:\(chosen)" : chosen).units(of: units, in: dataset) {
        guard downweights.updateValue(1 - weight, forKey: unit) == nil else {
          throw .units(.weightedTwice(text: text, unit: units.name(unit)))
        }
      }
    }
    self.init(downweights: downweights)
  }
}
