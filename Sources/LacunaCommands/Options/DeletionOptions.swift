import ArgumentParser
import LacunaSketching

/// Which examples are left out.
struct DeletionOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The examples left out. Each use is a deletion set of its own.",
      discussion:
        "Zero-based positions and ranges (3,17,20-40), contains:TEXT, matches:REGEX, "
        + "column:NAME=VALUE, unit:NAME, or @FILE with positions.",
      valueName: "selector"
    )
  )
  var delete: [String]

  func validate() throws {
    if delete.isEmpty { throw ValidationError("give at least one --delete") }
  }

  /// The positions of each deletion set.
  func sets(in dataset: Dataset) throws -> [[Int]] {
    try delete.map { try Selector($0).positions(in: dataset) }
  }
}
