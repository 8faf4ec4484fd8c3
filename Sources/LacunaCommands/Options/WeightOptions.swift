import ArgumentParser
import LacunaSketching

/// Which units enter training with other weights.
struct WeightOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Another weight of a unit, relative to its own: 0.5 halves it, 2 doubles it.",
      discussion:
        "The unit is given by its name, or several by a selector. All uses together, and one "
        + "--delete, make one set.",
      valueName: "unit=weight"
    )
  )
  var weight: [String] = []

  func validate(with delete: [String]) throws {
    if !weight.isEmpty, delete.count > 1 {
      throw ValidationError("with --weight give at most one --delete: together they are one set")
    }
  }

  /// What becomes of units: each deletion by itself, or all weights and a deletion together.
  func sets(_ delete: [String], of problem: TrainingProblem) throws -> [Reweighting] {
    let (units, dataset) = (problem.units, problem.dataset)
    guard weight.isEmpty else {
      return [
        try Reweighting(weights: weight, deleting: delete.first, of: units, in: dataset)
      ]
    }
    return try delete.map {
      Reweighting(deleting: try Selector($0).units(of: units, in: dataset))
    }
  }
}
