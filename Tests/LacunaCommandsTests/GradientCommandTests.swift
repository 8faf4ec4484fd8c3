import Foundation
import Testing

@testable import LacunaCommands

/// `precompute --adjoint`, and what the other commands make of gradients.
struct GradientCommandTests {
  private struct Report: Decodable {
    struct Checkpoints: Decodable {
      let kept: Int
      let stepsAgain: Int
    }
    let gradients: Int
    let present: Int
    let computed: Int
    let degree: Int
    let queries: [String]
    let checkpoints: Checkpoints?
  }
  private struct Pairwise: Decodable {
    struct Score: Decodable {
      let unit: Int
      let interaction: Double
    }
    let with: [Int]
    let raising: [Score]
    let lowering: [Score]
  }
  private struct Effects: Decodable {
    struct Effect: Decodable {
      let groups: [Int]
      let derivative: Double
    }
    let effects: [Effect]
  }

  private static let recipe = Recipe.with {
    $0.steps = 30
    $0.store = "g.sketch"
  }

  private func precompute(_ more: String..., in workshop: Workshop) throws -> Outcome {
    var recipe = Self.recipe
    recipe.more = ["--adjoint", "--format", "json"] + more
    return try Lacuna.run(recipe.withoutDirections, in: workshop)
  }

  @Test func theGradientIsExactAndHigherTermsComeFromDirections() throws {
    let workshop = try Workshop()
    let first = try precompute("--query", "max", "--query", "ann", in: workshop)
      .decoded(Report.self)
    #expect(first.gradients == 2 && first.computed == 0 && first.degree == 1)
    #expect(first.checkpoints?.kept == 30 && first.checkpoints?.stepsAgain == 0)
    let curve = try workshop.curve("1,2", store: "g.sketch")
    let plain = try workshop.predict("1,2", store: "g.sketch")
    #expect(plain.degrees.count == 1 && plain.degrees[0].exact == true)
    #expect(plain.standardError == 0 && plain.resolved)
    #expect(abs(plain.degrees[0].term - curve.coefficients[1]) < 1e-9 * abs(curve.coefficients[1]))

    // With directions the gradient is there already; 7 are fewer than a block, and extended.
    for (count, present) in [("7", 0), ("12", 7), ("12", 12)] {
      let report = try precompute(
        "--query",
        "max",
        "--directions",
        count,
        "--degree",
        "3",
        in: workshop
      ).decoded(Report.self)
      #expect(report.gradients == 0 && report.present == present)
      #expect(report.computed == Int(count).map { $0 - present })
    }
    let found = try workshop.predict("1,2", store: "g.sketch")
    #expect(found.degrees.count == 3 && found.degrees[0].exact == true)
    for (term, expected) in zip(found.degrees, curve.coefficients.dropFirst()).dropFirst() {
      let error = try #require(term.standardError)
      if term.exact != true {
        let unbiased = try #require(term.unbiased)
        #expect(abs(unbiased - expected) < 5 * error, "degree \(term.degree)")
      } else {
        #expect(abs(term.term - expected) < 1e-6 * abs(expected))
      }
    }
    let lower = try workshop.predict("1,2", "--degree", "2", store: "g.sketch")
    #expect(lower.degrees.map(\.term) == found.degrees.prefix(2).map(\.term))
    // The other query has its gradient alone.
    #expect(try workshop.predict("1,2", query: "ann", store: "g.sketch").degrees.count == 1)

    let text = try Lacuna.run(
      ["predict", "g.sketch", "--delete", "1,2", "--query", "max"],
      in: workshop
    )
    #expect(
      text.output.contains("from the exact gradient and gradients along 12 directions by auto")
    )
  }

  @Test func exactTermsAreTheCurve() throws {
    let workshop = try SharedSketch.workshop()
    let curve = try workshop.curve("3,9")
    let found = try workshop.predict("3,9", "--exact", "4")
    #expect(found.degrees.count == 4 && found.standardError == 0)
    for (term, expected) in zip(found.degrees, curve.coefficients.dropFirst()) {
      #expect(term.exact == true && abs(term.term - expected) < 1e-12)
    }
    for (more, message) in [
      (["--exact", "0"], "--exact is 0, expected a degree of 1 to 1000"),
      (["--exact", "2", "--degree", "2"], "--exact gives its own degree"),
    ] {
      let outcome = try Lacuna.run(
        ["predict", "names.sketch", "--delete", "3", "--query", "max"] + more,
        in: workshop
      )
      #expect(outcome.code == 64 && outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test func interactionsWithOneUnitAreThoseOfPairs() throws {
    let workshop = try SharedSketch.workshop()
    let outcome = try Lacuna.run(
      [
        "attribute", "names.sketch", "--query", "max", "--interactions-with", "4", "--top", "3",
        "--format", "json",
      ],
      in: workshop
    )
    let found = try outcome.decoded(Pairwise.self)
    #expect(found.with == [4] && !found.raising.isEmpty && found.raising.count <= 3)
    let score = found.raising[0]
    let pair = try Lacuna.run(
      [
        "interactions", "names.sketch", "--group", "4", "--group", "\(score.unit)", "--query",
        "max",
        "--format", "json",
      ],
      in: workshop
    ).decoded(Effects.self)
    let expected = try #require(pair.effects.first { $0.groups == [0, 1] }).derivative
    #expect(abs(score.interaction - expected) < 1e-9 * abs(expected))
    #expect(!found.raising.contains { $0.unit == 4 } && !found.lowering.contains { $0.unit == 4 })
    let both = try Lacuna.run(
      [
        "attribute", "names.sketch", "--query", "max", "--interactions-with", "4", "--interactions",
      ],
      in: workshop
    )
    #expect(both.errors.contains("give either --interactions-with or --interactions, not both"))
  }

  @Test func aMeanOverAFileIsTheMeanOfItsQueries() throws {
    let workshop = try Workshop()
    try workshop.write("valid.txt", "ann\nmax\nzoe\n")
    let queries = ["ann", "max", "zoe"]
    let arguments = queries.flatMap { ["--query", $0] } + ["--mean-of", "valid.txt"]
    let report = try Lacuna.run(
      Self.recipe.withoutDirections + ["--adjoint", "--format", "json"] + arguments,
      in: workshop
    ).decoded(Report.self)
    #expect(report.queries == queries + ["mean of valid.txt"])
    let found = try Lacuna.run(
      ["predict", "g.sketch", "--delete", "5", "--format", "json"] + arguments,
      in: workshop
    ).decoded(Several<PredictionAnswer>.self).results
    let each = found.prefix(3)
    let base = each.reduce(0) { $0 + $1.base } / 3
    let term = each.reduce(0) { $0 + $1.degrees[0].term } / 3
    #expect(abs(found[3].base - base) < 1e-12)
    #expect(abs(found[3].degrees[0].term - term) < 1e-12)
    #expect(found[3].query == "mean of valid.txt")
  }

  @Test func whatIsWrongIsSaid() throws {
    let workshop = try Workshop()
    func errors(_ more: String...) throws -> String {
      let outcome = try Lacuna.run(Self.recipe.withoutDirections + more, in: workshop)
      #expect(outcome.code != 0)
      return outcome.errors
    }
    #expect(try errors("--adjoint").contains("--adjoint needs to know what is measured"))
    #expect(try errors("--query", "max").contains("--query is for --adjoint"))
    #expect(try errors("--memory", "1G").contains("--memory is for --adjoint"))
    #expect(
      try errors("--adjoint", "--query", "max", "--directions", "4", "--degree", "1")
        .contains("expected 2 to 1000 for gradients along directions")
    )
    #expect(
      try errors("--adjoint", "--query", "max", "--spill", "nowhere")
        .contains("checkpoints of")
    )
    #expect(try errors("--adjoint", "--query", "max", "--memory", "much").contains("--memory"))
    _ = try precompute("--query", "max", in: workshop)
    let other = try Lacuna.run(
      ["predict", "g.sketch", "--delete", "1", "--query", "zoe"],
      in: workshop
    )
    #expect(other.code == 65)
    #expect(
      other.errors.contains(
        "g.sketch holds no directions, and no gradient of 'loss' of the query 'zoe'; run precompute --adjoint"
      )
    )
    let degree = try Lacuna.run(
      ["predict", "g.sketch", "--delete", "1", "--query", "max", "--degree", "2"],
      in: workshop
    )
    #expect(degree.errors.contains("--degree is 2, expected 1 to 1, the degree of the sketch"))
    // A damaged gradient counts as absent.
    let blob = try #require(workshop.files(in: "g.sketch/gradients").first)
    var bytes = try workshop.read("g.sketch/gradients/\(blob)")
    bytes[bytes.count - 3] ^= 1
    try workshop.write("g.sketch/gradients/\(blob)", bytes)
    let damaged = try Lacuna.run(
      ["predict", "g.sketch", "--delete", "1", "--query", "max"],
      in: workshop
    )
    #expect(damaged.errors.contains("no gradient of 'loss' of the query 'max'"))
  }

  /// Queries with different gradients beside jets, whose degree was open until then.
  @Test func aStoreMayHoldGradientsAndJets() throws {
    let workshop = try Workshop()
    _ = try precompute("--query", "max", "--directions", "9", "--degree", "3", in: workshop)
    _ = try precompute("--query", "ann", "--directions", "4", "--degree", "2", in: workshop)
    let alone = ["attribute", "g.sketch", "--query", "max"]
    for (more, message) in [
      (["--estimator", "mean"], "holds gradients and no directions, which mean would combine"),
      (["--interactions"], "holds no directions, from which pairs are estimated"),
    ] {
      let outcome = try Lacuna.run(alone + more, in: workshop)
      #expect(outcome.code == 65 && outcome.errors.contains(message), "\(outcome.errors)")
    }
    let jets = Self.recipe.withoutDirections + ["--directions", "6", "--degree", "4"]
    #expect(try Lacuna.run(jets, in: workshop).code == 0)
    for queries in [["ann", "zoe", "max"], ["zoe", "max"], ["max", "ann"]] {
      for estimator in ["auto", "mean"] {
        let arguments = queries.flatMap { ["--query", $0] } + ["--estimator", estimator]
        for command in [
          ["attribute", "g.sketch", "--top", "1"], ["predict", "g.sketch", "--delete", "3"],
        ] {
          let outcome = try Lacuna.run(command + arguments, in: workshop)
          #expect(outcome.code == 0, "\(command) \(queries) \(estimator): \(outcome.errors)")
        }
      }
    }
    let degrees = try ["max", "ann", "zoe"].map {
      try workshop.predict("3", query: $0, store: "g.sketch").degrees.count
    }
    #expect(degrees == [3, 2, 4])
    #expect(try workshop.predict("3", "--degree", "4", store: "g.sketch").degrees.count == 4)

    let inspected = try Lacuna.run(["inspect", "g.sketch"], in: workshop)
    #expect(
      inspected.output.contains(
        "gradients    exact, of 2 measured queries; to degree 2 along 4 directions, of 1; "
          + "to degree 3 along 9 directions, of 1"
      ),
      "\(inspected.output)"
    )

    // What is damaged is computed again, to the same bits.
    let whole = try workshop.predict("3", store: "g.sketch").prediction
    let blob = try #require(
      workshop.files(in: "g.sketch/gradients").first { $0.contains("-3-0-8") }
    )
    let bytes = try workshop.read("g.sketch/gradients/\(blob)")
    try workshop.write("g.sketch/gradients/\(blob)", Array(bytes.dropLast(9)))
    #expect(try workshop.predict("3", store: "g.sketch").prediction != whole)
    let again = try precompute(
      "--query",
      "max",
      "--directions",
      "9",
      "--degree",
      "3",
      in: workshop
    ).decoded(Report.self)
    #expect(again.present == 0 && again.computed == 9)
    #expect(try workshop.predict("3", store: "g.sketch").prediction == whole)
  }

  @Test func littleMemoryAndFilesChangeNoBit() throws {
    let workshop = try Workshop()
    var terms: [Double] = []
    for (index, more) in [[], ["--memory", "200K"], ["--spill", "."]].enumerated() {
      var recipe = Self.recipe
      recipe.store = "g\(index).sketch"
      let outcome = try Lacuna.run(
        recipe.withoutDirections + [
          "--adjoint", "--query", "max", "--directions", "3", "--degree", "2", "--format", "json",
        ] + more,
        in: workshop
      )
      let report = try outcome.decoded(Report.self)
      #expect((report.checkpoints?.stepsAgain ?? 0 > 0) == (index == 1))
      terms.append(try workshop.predict("7", store: recipe.store).prediction)
    }
    #expect(terms[1] == terms[0] && terms[2] == terms[0])
  }
}

extension Recipe {
  /// The command line without what is of directions.
  fileprivate var withoutDirections: [String] {
    [
      "precompute", "--learner", "microgpt", "--data", data, "--store", store,
      "--examples", "\(examples)", "--steps", "\(steps)",
    ] + more
  }
}
