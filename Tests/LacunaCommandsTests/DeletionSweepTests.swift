import Foundation
import Testing

/// `attribute --deletions`.
struct DeletionSweepTests {
  private struct Line: Decodable {
    struct Effect: Decodable {
      let query: String
      let base: Double
      let prediction: Double
      let change: Double
      let standardError: Double?
      let expectedError: Double?
      let interval: [Double]?
      let degrees: [PredictionAnswer.Degree]
      let truncation: Double
      let resolvedDegree: Int
      let resolved: Bool
    }
    let line: Int
    let deleted: [Int]
    let measurement: String
    let effects: [Effect]
  }

  private let sweep = ["attribute", "names.sketch", "--query", "max", "--query", "anna"]

  @Test(arguments: ["auto", "mean"])
  func aLineHoldsThePredictionsOfASet(estimator: String) throws {
    let workshop = try SharedSketch.workshop()
    try workshop.write("sets.jsonl", "[3,17]\n{\"delete\":\"contains:el\"}\n\"20-25\"\n")
    let more = ["--estimator", estimator, "--format", "json"]
    let outcome = try Lacuna.run(
      script: "\"$@\" < sets.jsonl",
      sweep + more + ["--deletions", "-", "--threads", "2"],
      in: workshop
    )
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let lines = try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.map(\.line) == [1, 2, 3])
    for (line, selector) in zip(lines, ["3,17", "contains:el", "20-25"]) {
      #expect(line.effects.map(\.query) == ["max", "anna"] && line.measurement == "loss")
      for effect in line.effects {
        let one = try workshop.predict(selector, "--estimator", estimator, query: effect.query)
        #expect(line.deleted == one.deleted && effect.base == one.base)
        #expect(effect.prediction == one.prediction && effect.interval == one.interval)
        #expect(effect.change == one.prediction - one.base && effect.change != 0)
        #expect(effect.standardError == one.standardError)
        #expect(effect.expectedError == one.expectedError)
        #expect(effect.degrees.map(\.term) == one.degrees.map(\.term))
        #expect(effect.degrees.map(\.standardError) == one.degrees.map(\.standardError))
        #expect(effect.truncation == one.truncation && effect.resolved == one.resolved)
        #expect(effect.resolvedDegree == one.resolvedDegree)
      }
    }
  }

  @Test func aRowHoldsTheTermsOfASetAndQuery() throws {
    let workshop = try SharedUnits.workshop()
    try workshop.write("sets.txt", "[\"a\",\"b\"]\nunit:c\n")
    let outcome = try Lacuna.run(
      ["attribute", "units.sketch", "--query", "max", "--query", "ann", "--deletions", "sets.txt"],
      in: workshop
    )
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(outcome.code == 0 && lines.count == 4 + 4, "\(outcome.errors)")
    #expect(lines[2] == "from 12 directions by auto; deleted: weight 0 in place")
    let columns = ["line", "units", "examples", "change", "± error", "degree 1", "degree 2", "of"]
    #expect(lines[3].split(separator: /\s{2,}| (?=examples)/).map(String.init) == columns)
    let sizes = SharedUnits.letters.reduce(into: [:]) { $0[$1.name] = $1.members.count }
    let both = try #require(sizes["a"]) + (try #require(sizes["b"]))
    let object = try Lacuna.run(
      [
        "predict", "units.sketch", "--query", "ann", "--delete", "unit:a,b", "--format", "json",
      ],
      in: workshop
    ).object()
    let terms = try #require(object["degrees"] as? [[String: Any]]).compactMap {
      $0["term"] as? Double
    }
    let change =
      try #require(object["prediction"] as? Double)
      - (try #require(object["base"] as? Double))
    let row = lines[5].split(separator: " ").map(String.init)
    #expect(row[..<4] == ["1", "2", "\(both)", String(format: "%+.6g", change)])
    #expect(row[5..<7] == terms.map { String(format: "%+.6g", $0) }[...])
    #expect(row[7].hasPrefix("ann"))
  }

  @Test func linesBeforeAFaultAreWrittenAndOptionsAreTold() throws {
    let workshop = try SharedSketch.workshop()
    try workshop.write("sets.jsonl", "[3]\n[4]\n[60]\n[5]\n")
    let outcome = try Lacuna.run(
      sweep + ["--deletions", "sets.jsonl", "--format", "json"],
      in: workshop
    )
    #expect(outcome.code == 65 && outcome.output.split(separator: "\n").count == 2)
    #expect(outcome.errors.contains("sets.jsonl, line 3: "))
    #expect(outcome.errors.contains("position 60, expected 0 to 59"))
    for (more, tells) in [
      (["--deletions", "none.jsonl"], "none.jsonl"),
      (["--deletions", "sets.jsonl", "--top", "3"], "--top is of a ranking"),
      (["--deletions", "sets.jsonl", "--remove-top", "3"], "not both"),
      (["--remove-top", "3", "--interactions"], "--interactions is of a ranking"),
      (["--retrain"], "--retrain needs --remove-top"),
      (["--remove-top", "3", "--bank", "bank"], "--bank needs --retrain"),
      (["--remove-top", "60"], "--remove-top is 60, expected 1 to 59"),
    ] {
      let wrong = try Lacuna.run(sweep + more, in: workshop)
      #expect(wrong.code != 0 && wrong.output.isEmpty)
      #expect(wrong.errors.contains(tells), "'\(tells)' is not in \(wrong.errors)")
    }
  }
}
