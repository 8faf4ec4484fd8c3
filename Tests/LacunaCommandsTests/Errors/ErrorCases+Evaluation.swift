import Foundation

/// Evaluations that cannot be.
extension ErrorCase {
  static let evaluation = options + banks

  private static func evaluate(
    _ name: String,
    _ code: Int32,
    _ arguments: [String],
    tells: [String],
    prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
  ) -> ErrorCase {
    .command(
      name,
      code,
      ["evaluate", "names.sketch", "--query", "max"] + arguments,
      tells: tells,
      prepare: prepare
    )
  }

  private static let options: [ErrorCase] = [
    evaluate("protocol", 64, ["--protocol", "lsd"], tells: ["'lsd'", "--protocol", "coverage"]),
    evaluate("one set", 64, ["--sets", "1"], tells: ["--sets is 1, expected at least 2"]),
    evaluate(
      "fraction",
      64,
      ["--fraction", "1"],
      tells: ["--fraction is 1.0", "between 0 and 1"]
    ),
    evaluate(
      "fraction of two protocols",
      64,
      ["--fraction", "0.3", "--protocol", "lds", "--protocol", "leave-k-out"],
      tells: ["--fraction is what lds keeps, or what leave-k-out deletes"]
    ),
    evaluate(
      "fraction of none",
      64,
      ["--fraction", "0.3", "--protocol", "loo"],
      tells: ["give one of these protocols"]
    ),
    evaluate("k of no protocol", 64, ["--k", "3", "--protocol", "lds"], tells: ["--k is of the"]),
    evaluate("no k", 64, ["--k", "3,x"], tells: ["'3,x'", "--k"]),
    evaluate("k of all units", 64, ["--k", "60"], tells: ["--k is 60, expected 1 to 59"]),
    evaluate(
      "k of all units, counterfactual",
      64,
      ["--k", "60", "--protocol", "counterfactual"],
      tells: ["--k is 60, expected 1 to 59"]
    ),
    evaluate("groups of no protocol", 64, ["--groups", "unit"], tells: ["give --protocol groups"]),
    evaluate(
      "groups",
      64,
      ["--protocol", "groups", "--groups", "letters"],
      tells: ["--groups is 'letters', expected contains, column:NAME or unit"]
    ),
    evaluate(
      "column of groups",
      64,
      ["--protocol", "groups", "--groups", "column:age"],
      tells: ["--groups is 'column:age', expected one of the columns"]
    ),
    evaluate(
      "selector of groups",
      64,
      ["--protocol", "groups", "--delete", "60"],
      tells: ["'60'", "expected 0 to 59"]
    ),
    evaluate(
      "directions",
      64,
      ["--directions", "13"],
      tells: ["--directions is 13", "at most 12"]
    ),
    evaluate("degree", 64, ["--degree", "1,3"], tells: ["--degree is 3, expected at most 2"]),
    evaluate("confidence", 64, ["--confidence", "1"], tells: ["--confidence is 1.0"]),
    evaluate("points in text", 64, ["--points"], tells: ["--points needs --format json"]),
    evaluate(
      "measurement of several numbers",
      64,
      ["--measure", "probabilities"],
      tells: ["'probabilities' gives 26 numbers, but evaluate follows one"]
    ),
  ]

  /// A bank with an index.
  private static func bank(_ text: String) -> @Sendable (Workshop) throws -> Void {
    { workshop in
      try FileManager.default.createDirectory(
        atPath: workshop.path("bank/retrains"),
        withIntermediateDirectories: true
      )
      try workshop.write("bank/retrains/index.json", text)
    }
  }

  private static let banks: [ErrorCase] = [
    evaluate(
      "bank that is no JSON",
      65,
      ["--bank", "bank"],
      tells: ["bank/retrains/index.json", "delete the bank"],
      prepare: bank("{")
    ),
    evaluate(
      "bank of another version",
      69,
      ["--bank", "bank"],
      tells: ["'lacuna-retrains/2'", "expected 'lacuna-retrains/1'"],
      prepare: bank(#"{"format":"lacuna-retrains/2","problem":{},"models":{}}"#)
    ),
    evaluate(
      "bank of another run",
      78,
      ["--bank", "bank"],
      tells: ["of another training run", "examples is none, expected 60", "--bank"],
      prepare: bank(#"{"format":"lacuna-retrains/1","problem":{},"models":{}}"#)
    ),
    evaluate(
      "bank in a folder of other things",
      73,
      ["--bank", "things"],
      tells: ["things already holds 'notes.txt' and no bank"],
      prepare: { workshop in
        try FileManager.default.createDirectory(
          atPath: workshop.path("things"),
          withIntermediateDirectories: true
        )
        try workshop.write("things/notes.txt", "x")
      }
    ),
    evaluate("file for a bank", 66, ["--bank", "names.txt"], tells: ["names.txt is a file"]),
  ]
}
