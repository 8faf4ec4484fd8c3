import Foundation
import LacunaStores
import Testing

@testable import LacunaCommands

/// The commands `attribute` and `interactions`.
struct AttributionCommandTests {
  struct Ranking: Decodable {
    struct Score: Decodable {
      let unit: Int
      let change: Double
      let standardError: Double?
      let firstOrder: Double
      let resolved: Bool
    }
    struct Pair: Decodable {
      let units: [Int]
      let interaction: Double
      let standardError: Double?
    }
    let query: String?
    let base: Double?
    let raising: [Score]
    let lowering: [Score]
    let pairs: [Pair]?
    let warnings: [String]
  }

  struct Effects: Decodable {
    struct Effect: Decodable {
      let groups: [Int]
      let derivative: Double
      let terms: [Double]
      let total: Double
      let retrained: Double?
    }
    let base: Double
    let effects: [Effect]
  }

  private let attribute = ["attribute", "names.sketch", "--estimator", "mean"]

  @Test func scoresAreThePredictionsOfEachUnitAlone() throws {
    let workshop = try SharedSketch.workshop()
    let outcome = try Lacuna.run(
      attribute + ["--query", "max", "--query", "ann", "--top", "2", "--format", "json"],
      in: workshop
    )
    let rankings = try outcome.decoded(Several<Ranking>.self).results
    #expect(rankings.map(\.query) == ["max", "ann"])
    for ranking in rankings {
      let shown = ranking.raising + ranking.lowering
      #expect(ranking.raising.count == 2 && ranking.lowering.count == 2 && ranking.pairs == nil)
      for score in shown {
        let alone = try workshop.predict(
          "\(score.unit)",
          "--estimator",
          "mean",
          query: try #require(ranking.query)
        )
        #expect(abs(alone.prediction - alone.base - score.change) < 1e-12)
        #expect(abs(alone.degrees[0].term - score.firstOrder) < 1e-12)
        #expect(alone.standardError == score.standardError)
      }
      #expect(ranking.raising[0].change >= ranking.raising[1].change)
      #expect(ranking.lowering[0].change <= ranking.lowering[1].change)
      let isWarned = ranking.warnings.contains { $0.contains("cannot be told from no effect") }
      #expect(isWarned == shown.contains { !$0.resolved })
    }
  }

  @Test func scoresOfAllUnitsAreWritten() throws {
    let workshop = try SharedSketch.workshop()
    for name in ["scores.csv", "scores.safetensors"] {
      let outcome = try Lacuna.run(
        attribute + ["--query", "max", "--query", "ann", "--output", name],
        in: workshop
      )
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    let lines = String(decoding: try workshop.read("scores.csv"), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    #expect(lines.count == 1 + 2 * 60)
    #expect(lines[1].hasPrefix("loss,max,0,") && lines[61].hasPrefix("loss,ann,0,"))
    let file = try Safetensors.parse(workshop.read("scores.safetensors"), source: "scores")
    #expect(file.metadata["axes"] == "query,unit" && file.metadata["measurement"] == "loss")
    #expect(file.metadata["queries"] == #"["max","ann"]"#)
    #expect(file.metadata["units"]?.hasPrefix(#"["0","1""#) ?? false)
    let change = try file.tensor("change")
    #expect(change.shape == [2, 60])
    let found = try change.doubles()
    #expect(Double(lines[1].split(separator: ",")[3]) == found[0])
    #expect(lines[120].hasSuffix(try "\(file.tensor("first_order_standard_error").doubles()[119])"))
    let wrong = try Lacuna.run(attribute + ["--query", "max", "--output", "x.txt"], in: workshop)
    #expect(wrong.code == 64 && wrong.errors.contains("ends in .csv or .safetensors"))
  }

  @Test func fieldsOfTablesAreQuotedWhereTheyNeedIt() {
    #expect(CSVField.quoted("max") == "max" && CSVField.quoted("") == "")
    #expect(CSVField.quoted("a,b") == "\"a,b\"")
    #expect(CSVField.quoted("say \"x\"\n") == "\"say \"\"x\"\"\n\"")
  }

  @Test func unitsAreRankedByName() throws {
    let workshop = try Workshop()
    try Recipe.with { $0.more = ["--units", "matches:^(.)"] }.make(in: workshop)
    let object = try Lacuna.run(
      attribute + ["--query", "max", "--top", "1", "--output", "s.csv", "--format", "json"],
      in: workshop
    ).object()
    let raising = try #require(object["raising"] as? [[String: Any]])
    let unit = try #require(raising.first?["unit"] as? String)
    #expect(unit.count == 1)
    let alone = try Lacuna.run(
      [
        "predict", "names.sketch", "--delete", "unit:\(unit)", "--query", "max", "--estimator",
        "mean", "--format", "json",
      ],
      in: workshop
    ).object()
    let prediction = try #require(alone["prediction"] as? Double)
    let base = try #require(alone["base"] as? Double)
    let change = try #require(raising.first?["change"] as? Double)
    #expect(abs(prediction - base - change) < 1e-12)
    let table = String(decoding: try workshop.read("s.csv"), as: UTF8.self)
    let lines = table.split(separator: "\n")
    let line = try #require(lines.first { $0.hasPrefix("loss,max,\(unit),") })
    #expect(abs((Double(line.split(separator: ",")[3]) ?? 0) - change) < 1e-15)
    let own = try Lacuna.run(attribute + ["--self-influence", "--format", "json"], in: workshop)
    #expect(own.code == 0 && own.output.contains("\"unit\" : \"\(unit)\""))
  }

  @Test func pairsAreWhatTheyDoBeyondTheirSum() throws {
    let workshop = try SharedSketch.workshop()
    let ranking = try Lacuna.run(
      attribute + ["--query", "max", "--top", "3", "--interactions", "--format", "json"],
      in: workshop
    ).decoded(Ranking.self)
    let pairs = try #require(ranking.pairs)
    #expect(pairs.count == 3)
    for pair in pairs {
      let values = try [[pair.units[0]], [pair.units[1]], pair.units].map { units in
        try workshop.predict(
          units.map(String.init).joined(separator: ","),
          "--estimator",
          "mean"
        ).prediction
      }
      let expected = values[2] - values[1] - values[0] + (ranking.base ?? 0)
      #expect(abs(pair.interaction - expected) < 1e-10)
      #expect(try #require(pair.standardError) > 0)
    }
  }

  @Test func selfInfluenceMeasuresEachUnitOnItself() throws {
    let workshop = try SharedSketch.workshop()
    let before = workshop.contents()
    let ranking = try Lacuna.run(
      attribute + ["--self-influence", "--top", "2", "--format", "json"],
      in: workshop
    ).decoded(Ranking.self)
    #expect(ranking.query == nil && ranking.base == nil)
    // Nothing is left behind of so many measurements.
    #expect(workshop.contents().keys == before.keys)
    for score in ranking.raising {
      let own = try workshop.predict(
        "\(score.unit)",
        "--estimator",
        "mean",
        query: Workshop.names[score.unit]
      )
      #expect(abs(own.prediction - own.base - score.change) < 1e-12)
    }
    let wrong = try Lacuna.run(["attribute", "names.sketch"], in: workshop)
    #expect(wrong.code == 64 && wrong.errors.contains("either --query or --self-influence"))
  }

  @Test func interactionsAreThoseOfCurves() throws {
    let workshop = try SharedSketch.workshop()
    let command = [
      "interactions", "names.sketch", "--group", "3", "--group", "4-6", "--query", "max",
    ]
    let answer = try Lacuna.run(command + ["--retrain", "--format", "json"], in: workshop)
      .decoded(Effects.self)
    #expect(answer.effects.map(\.groups) == [[0], [1], [0, 1]])
    for (index, selector) in ["3", "4-6"].enumerated() {
      let curve = try workshop.curve(selector, "--degree", "3", "--weights", "1")
      #expect(abs(answer.effects[index].derivative - curve.coefficients[1]) < 1e-12)
      let total = curve.coefficients.dropFirst().reduce(0, +)
      #expect(abs(answer.effects[index].total - total) < 1e-12)
      let truth = try #require(curve.truth.first).value - answer.base
      #expect(abs(try #require(answer.effects[index].retrained) - truth) < 1e-12)
    }
    let both = try workshop.curve("3-6", "--degree", "3")
    let sum = answer.effects.reduce(0) { $0 + $1.total }
    #expect(abs(sum - both.coefficients.dropFirst().reduce(0, +)) < 1e-12)
    let text = try Lacuna.run(command, in: workshop).output
    #expect(text.contains("group 2   4-6, 3 units") && text.contains("1 × 2"))
    let one = try Lacuna.run(
      ["interactions", "names.sketch", "--group", "3", "--query", "max"],
      in: workshop
    )
    #expect(one.code == 64 && one.errors.contains("give 2 to 6 groups"))
  }
}
