import ArgumentParser
import LacunaSketching

extension EvaluationProtocol: ExpressibleByArgument {}

/// Whole numbers separated by commas.
struct IntegerList: ExpressibleByArgument {
  let values: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let values = parts.compactMap { $0 }
    guard values.count == parts.count, values.allSatisfy({ $0 > 0 }) else { return nil }
    self.values = values
  }
}

/// Which deletion sets an evaluation is about.
struct EvaluationOptions: ParsableArguments {
  @Option(
    name: .customLong("protocol"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "lds, leave-k-out, loo, groups, counterfactual or coverage. May be given several times.",
      discussion: "(default: leave-k-out)"
    )
  )
  var protocols: [EvaluationProtocol] = []

  @Option(
    help: ArgumentHelp(
      "Deletion sets a protocol.",
      discussion: "(default: 100; loo: all units, at most 200; counterfactual: 10 random ones)"
    )
  )
  var sets: Int?

  @Option(
    help: ArgumentHelp(
      "The fraction of units that lds keeps, or that leave-k-out deletes.",
      discussion: "(default: 0.5 and 0.01)"
    )
  )
  var fraction: Double?

  @Option(
    name: .customLong("k"),
    help: ArgumentHelp(
      "How many units leave-k-out and counterfactual delete: numbers separated by commas.",
      valueName: "k,…"
    )
  )
  var sizes: IntegerList?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "What the sets of groups share: contains, column:NAME or unit. May be given several times.",
      discussion: "contains: each letter and each pair of letters. (default: contains)"
    )
  )
  var groups: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A further set of groups. May be given several times.",
      valueName: "selector"
    )
  )
  var delete: [String] = []

  @Option(help: "Of random sets and of the bootstrap.")
  var seed: UInt64 = 0

  /// The protocols, each once.
  var chosen: [EvaluationProtocol] {
    protocols.isEmpty ? [.leaveKOut] : EvaluationProtocol.allCases.filter(protocols.contains)
  }

  func validate() throws {
    if let sets, sets < 2 { throw ValidationError("--sets is \(sets), expected at least 2") }
    if let fraction, !(fraction > 0 && fraction < 1) {
      throw ValidationError("--fraction is \(fraction), expected between 0 and 1")
    }
    if fraction != nil, chosen.contains(.lds) == (chosen.contains(.leaveKOut) && sizes == nil) {
      throw ValidationError(
        "--fraction is what lds keeps, or what leave-k-out deletes; give one of these protocols, "
          + "or --k for leave-k-out"
      )
    }
    if sizes != nil, !chosen.contains(.leaveKOut), !chosen.contains(.counterfactual) {
      throw ValidationError(
        "--k is of the protocols leave-k-out and counterfactual; give one of them"
      )
    }
    if !(groups.isEmpty && delete.isEmpty), !chosen.contains(.groups) {
      throw ValidationError(
        "--groups and --delete are of the protocol groups; give --protocol groups"
      )
    }
  }

  /// How sets are drawn.
  func plan(_ units: EvaluatedUnits) throws -> EvaluationPlan {
    var plan = EvaluationPlan(seed: seed)
    plan.count = sets
    plan.fraction = fraction
    plan.sizes = sizes?.values ?? []
    plan.groups = try groups.map { text throws(SketchingError) in try CoherentSets(text) }
    plan.given = try delete.map { text in
      EvaluatedSet(name: text, units: try units.units(of: Selector(text)))
    }
    if plan.groups.isEmpty, plan.given.isEmpty { plan.groups = [.contains] }
    return plan
  }
}
