import ArgumentParser
import LacunaSketching
import LacunaStores

/// What is deleted together, and what training weighs examples with.
struct UnitOptions: ParsableArguments {
  @Option(
    name: .customLong("units"),
    parsing: .unconditional,
    help: ArgumentHelp(
      "What is deleted together: column:NAME, column:NAME~REGEX, matches:REGEX or file:PATH.",
      discussion:
        "The name of an example's unit is a column's value, what the one group of a regular "
        + "expression captures, or its line of a file. (default: each example is a unit)",
      valueName: "units"
    )
  )
  var description: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Examples that are never deleted. May be given several times.",
      valueName: "selector"
    )
  )
  var keep: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A weight of examples, about which the jets are expanded. May be given several times.",
      discussion: "Where several are given for an example, the last counts.",
      valueName: "selector=weight"
    )
  )
  var baseWeight: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The weights of all examples: column:NAME, or file:PATH with a line an example.",
      valueName: "weights"
    )
  )
  var baseWeights: String?

  /// The units of the examples.
  func units(of dataset: Dataset) throws -> Units {
    try Units(description.map { try UnitDescription($0) }, keep: keep, of: dataset)
  }

  /// What the manifest says of them; nil where each example is a unit.
  func manifest(_ units: Units) -> SketchManifest.Grouping? {
    guard !units.areExamples else { return nil }
    return SketchManifest.Grouping(
      specification: description,
      keep: keep,
      kept: units.keptCount
    )
  }
}

extension Units {
  /// The units as a sketch keeps them; nil where each example is its own.
  var assignment: UnitAssignment? {
    areExamples ? nil : UnitAssignment(names: names, units: unitOfExample)
  }
}
