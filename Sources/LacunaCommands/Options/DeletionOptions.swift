import ArgumentParser
import Foundation
import LacunaSketching

/// Which examples are left out.
struct DeletionOptions: ParsableArguments {
  @Option(parsing: .unconditionalSingleValue, help: Self.help)
  var delete: [String] = []

  @OptionGroup var other: WeightOptions

  static let help = ArgumentHelp(
    "The examples left out. Each use is a deletion set of its own.",
    discussion:
      "Zero-based positions and ranges (3,17,20-40), contains:TEXT, matches:REGEX, "
      + "column:NAME=VALUE, unit:NAME, units:0,3-7, or @FILE with positions. Units are deleted "
      + "whole.",
    valueName: "selector"
  )

  func validate() throws {
    if delete.isEmpty, other.weight.isEmpty {
      throw ValidationError("give at least one --delete, or --weight")
    }
    try other.validate(with: delete)
  }

  /// What becomes of units, set by set.
  func sets(of problem: TrainingProblem) throws -> [Reweighting] {
    try other.sets(delete, of: problem)
  }
}

/// Which examples are left out, one by one or by a file.
struct PredictedSetOptions: ParsableArguments {
  @Option(parsing: .unconditionalSingleValue, help: DeletionOptions.help)
  var delete: [String] = []

  @OptionGroup var other: WeightOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A file with a deletion set a line, each a selector or JSON; - for standard input.",
      discussion: "Gives a line a set: a table, or JSON Lines with --format json.",
      valueName: "file"
    )
  )
  var sets: String?

  func validate() throws {
    if delete.isEmpty, other.weight.isEmpty, sets == nil {
      throw ValidationError("give at least one --delete, or --sets, or --weight")
    }
    if !delete.isEmpty, sets != nil {
      throw ValidationError("give either --delete or --sets, not both")
    }
    if !other.weight.isEmpty, sets != nil {
      throw ValidationError("give either --weight or --sets, not both")
    }
    try other.validate(with: delete)
  }

  /// What becomes of units, set by set, where there is no file of sets.
  func reweightings(of problem: TrainingProblem) throws -> [Reweighting] {
    try other.sets(delete, of: problem)
  }

  /// The file of deletion sets, if there is one.
  func file() throws(SketchingError) -> DeletionSetReader? {
    try sets.map { path throws(SketchingError) in try .opened(path) }
  }
}

extension DeletionSetReader {
  /// The file of an option, or standard input for `-`.
  static func opened(_ path: String) throws(SketchingError) -> DeletionSetReader {
    guard path != "-" else {
      return DeletionSetReader(.standardInput, name: "standard input")
    }
    return try DeletionSetReader(path: path)
  }
}
