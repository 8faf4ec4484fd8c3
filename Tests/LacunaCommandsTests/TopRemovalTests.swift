import Foundation
import Testing

@testable import LacunaCommands

/// `attribute --remove-top`.
struct TopRemovalTests {
  private struct Report: Decodable {
    struct Removal: Decodable {
      let end: String
      let count: Int
      let deleted: [Int]
      let base: Double
      let prediction: Double
      let change: Double
      let expectedError: Double?
      let interval: [Double]?
      let trueChange: Double?
    }
    struct Truth: Decodable {
      let retrained: Int
      let place: String
      let retrains: Int
    }
    let query: String
    let removals: [Removal]
    let truth: Truth?
  }

  private struct Ranking: Decodable {
    struct Score: Decodable { let unit: Int }
    let raising: [Score]
    let lowering: [Score]
  }

  private let attribute = [
    "attribute", "names.sketch", "--query", "max", "--query", "anna", "--format", "json",
  ]

  @Test(arguments: [
    (1, [1]), (2, [1, 2]), (3, [1, 2, 3]), (5, [1, 2, 5]), (10, [1, 2, 5, 10]),
    (57, [1, 2, 5, 10, 20, 50, 57]), (100, [1, 2, 5, 10, 20, 50, 100]), (0, []),
  ])
  func sizesGoUpInSteps(most: Int, expected: [Int]) {
    #expect(TopRemoval.sizes(upTo: most) == expected)
  }

  @Test func theTopOfTheRankingIsRemovedAsOtherCommandsSay() throws {
    let workshop = try SharedSketch.workshop()
    let found = try Lacuna.run(attribute + ["--remove-top", "7", "--retrain"], in: workshop)
      .decoded(Several<Report>.self).results
    let rankings = try Lacuna.run(attribute + ["--top", "7"], in: workshop)
      .decoded(Several<Ranking>.self).results
    #expect(found.map(\.query) == ["max", "anna"])
    for (report, ranking) in zip(found, rankings) {
      #expect(report.removals.map(\.count) == [1, 2, 5, 7, 1, 2, 5, 7])
      for removal in report.removals {
        let scores = removal.end == "raising" ? ranking.raising : ranking.lowering
        let units = scores.prefix(removal.count).map(\.unit).sorted()
        #expect(removal.deleted == units)
        let selector = units.map(String.init).joined(separator: ",")
        let one = try workshop.predict(selector, query: report.query)
        #expect(removal.prediction == one.prediction && removal.interval == one.interval)
        #expect(removal.change == one.prediction - one.base)
        #expect(removal.expectedError == one.expectedError)
        guard report.query == "max", removal.count == 5 else { continue }
        let truth = try #require(workshop.retrain(selector).first) - one.base
        #expect(removal.trueChange == truth && truth != 0)
      }
    }
    let sets = Set(found.flatMap { $0.removals.map(\.deleted) })
    #expect(found.allSatisfy { $0.truth?.retrained == sets.count })
    #expect(found[0].truth?.place == "names.sketch")

    // What is in the bank is not trained again; without the truth there is none.
    let again = try Lacuna.run(attribute + ["--remove-top", "7", "--retrain"], in: workshop)
      .decoded(Several<Report>.self).results
    #expect(again.allSatisfy { $0.truth?.retrained == 0 })
    let changes = found.map { $0.removals.map(\.trueChange) }
    #expect(again.map { $0.removals.map(\.trueChange) } == changes)
    let alone = try Lacuna.run(attribute + ["--remove-top", "2"], in: workshop)
      .decoded(Several<Report>.self).results
    #expect(alone.allSatisfy { $0.truth == nil })
    #expect(alone.flatMap(\.removals).allSatisfy { $0.trueChange == nil })
  }

  @Test func theTableShowsChangesWithTheirIntervals() throws {
    let workshop = try SharedSketch.workshop()
    let command = ["attribute", "names.sketch", "--query", "max", "--remove-top", "2", "--retrain"]
    let text = try Lacuna.run(command, in: workshop).output
    let report: Report = try Lacuna.run(command + ["--format", "json"], in: workshop).decoded()
    let rows = text.split(separator: "\n").filter { $0.contains(" it most ") }
    #expect(rows.count == 4)
    for (row, removal) in zip(rows, report.removals) {
      let interval = try #require(removal.interval)
      let expected = [
        removal.change, try #require(removal.expectedError), interval[0] - removal.base,
        interval[1] - removal.base, try #require(removal.trueChange),
      ]
      let figures = row.split(separator: " ").suffix(5).compactMap { Double($0) }
      #expect(row.hasPrefix(removal.end == "raising" ? "  raise" : "  lower"))
      #expect(figures.count == 5)
      for (figure, value) in zip(figures, expected) {
        #expect(abs(figure - value) <= 1e-5 * abs(value))
      }
    }
    #expect(text.contains("true: retrains, 4 made now, 4 in the bank names.sketch"))
  }
}
