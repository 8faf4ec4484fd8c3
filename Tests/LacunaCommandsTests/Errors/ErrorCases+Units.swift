/// Units that cannot be, and deletions that are not of whole units.
extension ErrorCase {
  static let units =
    descriptions + choices + weights + [
      precompute(
        "sketch continued with other units",
        78,
        {
          $0 = SharedUnits.recipe
          $0.more = ["--units", "matches:(.)$", "--keep", "0,1"]
        },
        tells: [
          "the sketch at units.sketch is not the one asked for",
          "data.grouping.specification: \"matches:(.)$\" instead of \"matches:^(.)\"",
        ],
        prepare: SharedUnits.copy
      ),
      precompute(
        "sketch continued without its units",
        78,
        {
          $0 = SharedUnits.recipe
          $0.more = []
        },
        tells: ["data.grouping.specification: nothing instead of \"matches:^(.)\""],
        prepare: SharedUnits.copy
      ),
      command(
        "units that have changed behind Lacuna's back",
        65,
        ["predict", "units.sketch", "--delete", "unit:j", "--query", "max"],
        tells: ["units.sketch/units.json is damaged"],
        prepare: {
          try SharedUnits.copy(to: $0)
          try $0.flipByte(of: "units.sketch/units.json")
        }
      ),
    ]

  /// Descriptions that cannot be read or do not go with the data.
  private static let descriptions: [ErrorCase] = [
    described("units of no kind", 64, "user", tells: ["'user'", "expected column:NAME, column:"]),
    described("units of nothing", 64, "matches:", tells: ["'matches:'", "expected column:NAME"]),
    described(
      "pattern that is none",
      64,
      "matches:(",
      tells: ["'matches:('", "expected a regular expression"]
    ),
    described(
      "pattern without a group",
      64,
      "matches:^.",
      tells: ["'matches:^.'", "with one group (…)", "it has 0"]
    ),
    described("pattern with two groups", 64, "matches:^(.)(.)", tells: ["it has 2"]),
    described(
      "column that is not there",
      64,
      "column:txt",
      tells: ["'column:txt'", "one of the columns text. Did you mean 'text'?"]
    ),
    described(
      "example without a match",
      65,
      "matches:^([j-z])",
      tells: ["example 0 has no unit: 'alana' holds no match", "--keep"]
    ),
    described(
      "empty name of a unit",
      65,
      "matches:^(z?)",
      tells: ["example 0 has no unit: the group captures nothing in 'alana'"]
    ),
    described(
      "file of units that is missing",
      66,
      "file:units.txt",
      tells: ["--units: cannot read the file units.txt: there is no such file"]
    ),
    described(
      "file of too few units",
      65,
      "file:units.txt",
      tells: ["units.txt, line 3: found the end of the file, expected 60 lines, one for each"]
    ) { try $0.write("units.txt", "a\nb\n") },
    described(
      "file of too many units",
      65,
      "file:units.txt",
      tells: ["units.txt, line 61: found 70 lines, expected 60 lines, one for each example"]
    ) { try $0.write("units.txt", String(repeating: "a\n", count: 70)) },
    described(
      "file with an empty line",
      65,
      "file:units.txt",
      tells: ["units.txt, line 5: found an empty line", "the name of the unit of example 4"]
    ) {
      let lines = (0..<60).map { $0 == 4 ? "" : "a" }
      try $0.write("units.txt", lines.joined(separator: "\n"))
    },
    described(
      "file of units that is no text",
      66,
      "file:units.txt",
      tells: ["units.txt: it is not UTF-8"]
    ) { try $0.write("units.txt", [0xFF, 0x0A]) },
    precompute(
      "everything kept",
      64,
      { $0.more = ["--keep", "0-59"] },
      tells: ["--keep selects all 60 examples"]
    ),
    precompute(
      "kept units",
      64,
      { $0.more = ["--keep", "unit:3"] },
      tells: ["cannot read --keep 'unit:3'", "expected examples: positions"]
    ),
  ]

  private static func described(
    _ name: String,
    _ code: Int32,
    _ units: String,
    tells: [String],
    prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
  ) -> ErrorCase {
    precompute(name, code, { $0.more = ["--units", units] }, tells: tells, prepare: prepare)
  }

  /// Choices that a sketch of units by first letter knows nothing of.
  private static let choices: [ErrorCase] = [
    chosen(
      "part of a unit",
      "3",
      tells: ["'3'", "selects 1 of the", "examples of unit 'j'", "write unit:j for all of them"]
    ),
    chosen(
      "example that is never deleted",
      "0-2",
      tells: ["'0-2' selects example 0, which was never to be deleted (--keep)"]
    ),
    chosen(
      "unit that there is not",
      "unit:jj",
      tells: ["names a unit 'jj' that there is not", "and 11 more.", "Did you mean 'j'?"]
    ),
    chosen("unit of no number", "units:19", tells: ["names unit 19, expected 0 to 18"]),
  ]

  private static func chosen(_ name: String, _ selector: String, tells: [String]) -> ErrorCase {
    command(
      name,
      64,
      ["predict", "units.sketch", "--delete", selector, "--query", "max"],
      tells: tells,
      prepare: SharedUnits.copy
    )
  }

  /// Weights that are none.
  private static let weights: [ErrorCase] = [
    weighted(
      "weight without a number",
      ["--weight", "3"],
      tells: ["cannot read --weight '3'", "a finite weight, such as ann=0.5"]
    ),
    weighted("weight that changes nothing", ["--weight", "3=1"], tells: ["a weight other than 1"]),
    weighted(
      "weights given twice",
      ["--weight", "3=2", "--delete", "3"],
      tells: ["--weight '3=2' gives unit '3' a second weight"]
    ),
    weighted(
      "weights beside two deletions",
      ["--weight", "3=2", "--delete", "4", "--delete", "5"],
      tells: ["with --weight give at most one --delete"]
    ),
    weighted(
      "weights beside a file of sets",
      ["--weight", "3=2", "--sets", "sets.txt"],
      tells: ["give either --weight or --sets, not both"]
    ),
    based("base weight without a number", 64, ["--base-weight", "3"], tells: ["contains:x=0.5"]),
    based("base weights of no kind", 64, ["--base-weights", "w.txt"], tells: ["or file:PATH"]),
    based(
      "base weight that is no number",
      65,
      ["--base-weights", "column:text"],
      tells: ["example 0 has no weight: field 'text' is 'alana', expected a finite number"]
    ),
    based(
      "file of weights with something else",
      65,
      ["--base-weights", "file:w.txt"],
      tells: ["w.txt, line 3: found 'nan', expected the weight of example 2, a finite number"]
    ) {
      let lines = (0..<60).map { $0 == 2 ? "nan" : "1" }
      try $0.write("w.txt", lines.joined(separator: "\n"))
    },
    based(
      "file of too few weights",
      65,
      ["--base-weights", "file:w.txt"],
      tells: ["w.txt, line 2: found the end of the file, expected 60 lines"]
    ) { try $0.write("w.txt", "1\n") },
  ]

  private static func weighted(_ name: String, _ more: [String], tells: [String]) -> ErrorCase {
    command(name, 64, ["predict", "names.sketch", "--query", "max"] + more, tells: tells)
  }

  private static func based(
    _ name: String,
    _ code: Int32,
    _ more: [String],
    tells: [String],
    prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
  ) -> ErrorCase {
    precompute(name, code, { $0.more = more }, tells: tells, prepare: prepare)
  }
}
