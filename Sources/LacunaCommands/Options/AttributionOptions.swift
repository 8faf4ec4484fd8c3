import ArgumentParser
import LacunaSketching

/// What `attribute` shows: a ranking, the effects of given sets, or of removing the top of the ranking.
struct AttributionOptions: ParsableArguments {
  @Option(help: "How many units are shown at each end, and how many pairs. (default: 20)")
  var top: Int?

  @Flag(
    name: .customLong("self-influence"),
    help: "Measure each unit on its own examples, instead of on a query."
  )
  var isSelfInfluence = false

  @Flag(
    name: .customLong("interactions"),
    help: "Also rank the pairs among the units shown by what they do together beyond their sum."
  )
  var ranksPairs = false

  @Option(
    name: .customLong("interactions-with"),
    parsing: .unconditional,
    help: ArgumentHelp(
      "Instead of a ranking, what every other unit does together with these beyond the sum.",
      discussion: "Exact to the second order, by one pass back through training.",
      valueName: "selector"
    )
  )
  var interactionsWith: String?

  @Option(
    help: ArgumentHelp(
      "Where the scores of all units are written: FILE.csv or FILE.safetensors.",
      valueName: "file"
    )
  )
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A file with a deletion set a line, each a selector or JSON; - for standard input.",
      discussion:
        "Instead of a ranking, the effect of each set on each query with its terms, written as it "
        + "is computed: a table, or JSON Lines with --format json.",
      valueName: "file"
    )
  )
  var deletions: String?

  @Option(
    help: ArgumentHelp(
      "Remove the 1, 2, 5, 10 … and at most so many units at each end of the ranking together.",
      discussion: "Instead of a ranking, the effect of each removal.",
      valueName: "k"
    )
  )
  var removeTop: Int?

  @Flag(name: .customLong("retrain"), help: "Of --remove-top, the truth beside each prediction.")
  var retrains = false

  @Option(
    help: ArgumentHelp(
      "Where retrains are kept. (default: in the sketch)",
      valueName: "place"
    )
  )
  var bank: String?

  /// How many units are shown at each end.
  var shown: Int { top ?? 20 }

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top is \(top), expected at least 1") }
    if isSelfInfluence, ranksPairs {
      throw ValidationError("--interactions needs a --query; self-influence has none")
    }
    if let output, !ScoreFile.endings.contains(where: output.hasSuffix) {
      throw ValidationError(
        "--output is \(output), expected a name that ends in "
          + ScoreFile.endings.joined(separator: " or ")
      )
    }
    let isOfRanking: [(String, Bool)] = [
      ("--top", top != nil), ("--self-influence", isSelfInfluence), ("--interactions", ranksPairs),
      ("--output", output != nil),
    ]
    if let name = [
      ("--self-influence", isSelfInfluence), ("--interactions", ranksPairs),
      ("--output", output != nil), ("--deletions", deletions != nil),
      ("--remove-top", removeTop != nil),
    ].first(where: \.1)?.0, interactionsWith != nil {
      throw ValidationError("give either --interactions-with or \(name), not both")
    }
    for (name, isGiven) in [
      ("--deletions", deletions != nil), ("--remove-top", removeTop != nil),
    ] where isGiven {
      if let other = isOfRanking.first(where: \.1)?.0 {
        throw ValidationError("\(other) is of a ranking, and \(name) gives none; give one of them")
      }
    }
    if deletions != nil, removeTop != nil {
      throw ValidationError("give either --deletions or --remove-top, not both")
    }
    if retrains, removeTop == nil { throw ValidationError("--retrain needs --remove-top") }
    if bank != nil, !retrains { throw ValidationError("--bank needs --retrain") }
  }

  /// Makes sure that some units are left.
  func check(units count: Int) throws(SketchingError) {
    guard let removeTop, !(1..<max(count, 2) ~= removeTop) else { return }
    throw .option(
      name: "--remove-top",
      found: "\(removeTop)",
      expected: "1 to \(max(count - 1, 1)), the units but one"
    )
  }
}
