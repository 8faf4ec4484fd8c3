import Foundation
import LacunaStores
import Testing

@testable import LacunaCommands

/// What would help a prediction, and what that costs.
struct CostTests {
  private struct Answer: Decodable {
    struct Cost: Decodable, Equatable {
      let seconds: Double?
      let bytes: Int
    }
    struct Costs: Decodable, Equatable {
      let directions: Cost?
      let units: Cost?
      let retrains: Cost
    }
    struct Help: Decodable, Equatable {
      let degree: Int
      let directions: Int?
      let units: Int?
      let retrains: Int
      let cost: Costs
    }
    let help: Help?
    let resolved: Bool
    let warnings: [String]
  }

  /// Names of whose deletion twelve directions say nothing: the error is twenty times the change.
  private let question = [
    "predict", "names.sketch", "--delete", "20-29", "--query", "max", "--estimator", "mean",
    "--degree", "1", "--format", "json",
  ]

  @Test func helpIsGivenWithItsCost() throws {
    let workshop = try SharedSketch.workshop()
    let archive = try SketchContents("names.sketch", in: workshop).archive
    let noted = try #require(try archive.costs())
    let retrain = try #require(noted.retrainSeconds)
    #expect(noted.directionSeconds > 0 && retrain > 0)
    let answer = try Lacuna.run(question, in: workshop).decoded(Answer.self)
    let help = try #require(answer.help)
    #expect(!answer.resolved && help.degree == 1 && help.retrains == 1)
    let bytes = archive.manifest.shards.reduce(0) { $0 + $1.bytes }
    let (needed, directions) = (try #require(help.directions), try #require(help.cost.directions))
    // 2K real equations, a tenth more than the 60 unknowns.
    #expect(needed == 33)
    #expect(abs(try #require(directions.seconds) / (21 * noted.directionSeconds) - 1) < 1e-12)
    #expect(abs(directions.bytes - bytes * 21 / 12) <= 1)
    // Another sketch of as many directions.
    #expect(help.units == 24)
    let other = try #require(help.cost.units)
    #expect(abs(try #require(other.seconds) / (12 * noted.directionSeconds) - 1) < 1e-12)
    #expect(other.bytes == bytes)
    #expect(help.cost.retrains == .init(seconds: retrain, bytes: 0))
    let words = try #require(answer.warnings.first)
    let (more, anew) = (Figure.bytes(directions.bytes), Figure.bytes(bytes))
    let pattern = try Regex(
      "33 directions, .* \\(21 more: about .*, \(more) on disk\\); .* 24 units .* "
        + "\\(a sketch anew: about .*, \(anew) on disk\\); .* one training run \\(about .*\\)$"
    )
    #expect(words.contains(pattern), "\(words)")
  }

  /// A cost that is not known, or not what this program writes, is told as such.
  @Test(arguments: [nil, "", "{}", #"{"format":"lacuna-costs/2","directionSeconds":1}"#])
  func withoutACostTheWaysAreNamedAllTheSame(file: String?) throws {
    let workshop = try SharedSketch.workshop()
    let place = "names.sketch/cache/costs.json"
    if let file {
      try workshop.write(place, file)
    } else {
      try FileManager.default.removeItem(atPath: workshop.path(place))
    }
    let answer = try Lacuna.run(question, in: workshop).decoded(Answer.self)
    let cost = try #require(answer.help?.cost)
    #expect(cost.directions?.seconds == nil && cost.retrains.seconds == nil)
    #expect(try #require(cost.directions).bytes > 0)
    let words = try #require(answer.warnings.first)
    #expect(words.contains("(21 more: ") && !words.contains("about"), "\(words)")
    #expect(words.hasSuffix("lacuna retrain is the truth for one training run"))
  }

  @Test func costsAreNoPartOfASketch() throws {
    let workshop = try Workshop()
    for store in ["first.sketch", "again.sketch"] {
      try Recipe.with { $0.store = store }.make(in: workshop)
    }
    func contents(_ store: String) -> [String: Data] {
      workshop.contents().filter {
        $0.key.hasPrefix("\(store)/") && !$0.key.hasPrefix("\(store)/cache/") && !$0.value.isEmpty
          && !$0.key.hasSuffix(".lock")
      }.reduce(into: [:]) { $0[String($1.key.dropFirst(store.count))] = $1.value }
    }
    let (first, second) = (contents("first.sketch"), contents("again.sketch"))
    #expect(first.count > 4 && first == second)
    #expect(workshop.files(in: "again.sketch/cache") == ["costs.json"])
  }
}
