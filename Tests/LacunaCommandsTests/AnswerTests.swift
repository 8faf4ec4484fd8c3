import Foundation
import Testing

/// What each command answers, as text and as JSON.
struct AnswerTests {
  @Test func predictWritesEveryField() throws {
    let workshop = try SharedSketch.workshop()
    let outcome = try Lacuna.run(
      ["predict", "names.sketch", "--delete", "3,17", "--query", "max", "--format", "json"],
      in: workshop
    )
    let answer = try outcome.decoded(PredictionAnswer.self)
    #expect(answer.measurement == "loss" && answer.query == "max" && answer.estimator == "auto")
    #expect(answer.deleted == [3, 17])
    #expect(answer.degrees.map(\.degree) == [1, 2])
    #expect(answer.degrees.allSatisfy { ($0.standardError ?? -1) > 0 })
    let interval = try #require(answer.interval)
    #expect(interval.count == 2)
    #expect(interval[0] < answer.prediction && answer.prediction < interval[1])
    let last = answer.degrees[max(answer.resolvedDegree, 1) - 1]
    #expect(answer.truncation == abs(last.term))
    #expect(answer.degrees.allSatisfy { abs($0.term) <= abs($0.unbiased ?? 0) })
    let error = try #require(answer.expectedError)
    #expect(error <= (answer.standardError ?? 0) * 1.5)
    #expect(answer.resolved == (error <= abs(answer.prediction - answer.base)))
    let sum = answer.degrees.reduce(answer.base) { $0 + $1.term }
    #expect(abs(sum - answer.prediction) < 1e-12)
    #expect(outcome.errors.isEmpty)
  }

  @Test func withOneDirectionTheStandardErrorIsNull() throws {
    let workshop = try Workshop()
    try Recipe.with { $0.directions = 1 }.make(in: workshop)
    let outcome = try Lacuna.run(
      ["predict", "names.sketch", "--delete", "3", "--query", "max", "--format", "json"],
      in: workshop
    )
    let object = try outcome.object()
    #expect(object["standardError"] is NSNull)
    #expect(object["interval"] is NSNull)
    let degrees = try #require(object["degrees"] as? [[String: Any]])
    #expect(degrees.count == 2 && degrees.allSatisfy { $0["standardError"] is NSNull })
    let text = try Lacuna.run(
      ["predict", "names.sketch", "--delete", "3", "--query", "max"],
      in: workshop
    )
    #expect(text.output.contains("± unknown"))
    #expect(text.output.contains("with one direction the standard error is unknown"))
    #expect(!text.output.contains("interval"))
  }

  @Test func warningsAreSaidInTextAndJSON() throws {
    let workshop = try SharedSketch.workshop()
    let few = ["predict", "names.sketch", "--delete", "40", "--query", "max"]
    let text = try Lacuna.run(few + ["--estimator", "median-of-means"], in: workshop)
    #expect(text.output.contains("asks for 24 groups, and there are only 12 directions"))
    let object = try Lacuna.run(few + ["--format", "json"], in: workshop).object()
    let warnings = try #require(object["warnings"] as? [String])
    #expect(object["resolved"] as? Bool == false)
    #expect(
      warnings.contains { $0.hasPrefix("noise dominates: the change cannot be told from none") }
    )
    // 60 names: 33 directions give 66 equations; 12 give 24, for 24 units.
    let help = try #require(object["help"] as? [String: Any])
    #expect(help["degree"] as? Int == 1 && help["retrains"] as? Int == 1)
    #expect(help["directions"] as? Int == 33 && help["units"] as? Int == 24)
    #expect(
      warnings.contains {
        $0.contains("; 33 directions, each a training run over jets, would make degree 1 exact")
      }
    )
  }

  @Test func whatIsDeterminedIsExact() throws {
    let workshop = try Workshop()
    try Recipe.with { $0.directions = 40 }.make(in: workshop)
    let words = ["predict", "names.sketch", "--delete", "3,17", "--query", "max"]
    for estimator in ["auto", "least-squares"] {
      let options = ["--estimator", estimator]
      let outcome = try Lacuna.run(words + options + ["--format", "json"], in: workshop)
      let answer = try outcome.decoded(PredictionAnswer.self)
      #expect(answer.degrees[0].exact == true && answer.degrees[0].standardError == 0)
      #expect(answer.degrees[1].exact == nil)
      let curve = try Lacuna.run(
        ["curve", "names.sketch", "--delete", "3,17", "--query", "max", "--format", "json"],
        in: workshop
      ).decoded(CurveAnswer.self)
      let truth = curve.coefficients[1]
      #expect(abs(answer.degrees[0].term - truth) < 1e-9 * abs(truth), "\(estimator)")
    }
    let first = try Lacuna.run(words + ["--degree", "1", "--format", "json"], in: workshop)
    let stopped = try first.decoded(PredictionAnswer.self)
    #expect(stopped.degrees.count == 1 && stopped.standardError == 0 && stopped.resolved)
    let condition = try #require(stopped.degrees[0].condition)
    #expect(condition > 1 && condition < 1e4)
    let text = try Lacuna.run(words, in: workshop)
    #expect(text.output.contains("  degree 1         ") && text.output.contains(" exact\n"))
  }

  @Test func severalAnswersAreResults() throws {
    let workshop = try SharedSketch.workshop()
    let base = ["predict", "names.sketch", "--format", "json"]
    let answers = try Lacuna.run(
      base + ["--delete", "3", "--delete", "4-6", "--query", "max", "--query", "ann"],
      in: workshop
    ).decoded(Several<PredictionAnswer>.self).results
    #expect(answers.map(\.query) == ["max", "ann", "max", "ann"])
    #expect(answers.map(\.deleted) == [[3], [3], [4, 5, 6], [4, 5, 6]])
    let alone = try workshop.predict("4-6", query: "ann")
    #expect(alone.prediction == answers[3].prediction)
  }

  @Test func retrainWritesOneValueForEachSetAndQuery() throws {
    let workshop = try SharedSketch.workshop()
    let outcome = try Lacuna.run(
      [
        "retrain", "names.sketch", "--delete", "3", "--delete", "4-6", "--query", "max", "--query",
        "ann", "--format", "json", "--measure", "standard:entropy",
      ],
      in: workshop
    )
    let results = try outcome.decoded(RetrainAnswer.self).results
    #expect(results.map(\.deleted) == [[3], [4, 5, 6]])
    #expect(results.allSatisfy { $0.values.map(\.query) == ["max", "ann"] })
    #expect(results.allSatisfy { $0.values.allSatisfy { $0.measurement == "entropy" } })
    #expect(try outcome.object()["deletion"] as? String == "weight 0 in place")
  }

  @Test func curveWritesCoefficientsAndTruth() throws {
    let workshop = try SharedSketch.workshop()
    let answer = try workshop.curve("3,17", "--degree", "4", "--weights", "-0.5,1")
    #expect(answer.measurement == "loss" && answer.query == "max" && answer.deleted == [3, 17])
    #expect(answer.coefficients.count == 5)
    #expect(answer.truth.map(\.weight) == [-0.5, 1])
    let bare = try workshop.curve("3", "--degree", "1")
    #expect(bare.coefficients.count == 2 && bare.truth.isEmpty)
  }

  @Test func precomputeAndInspectDescribeTheSketch() throws {
    let workshop = try Workshop()
    let made = try Recipe.with { $0.more = ["--format", "json"] }.make(in: workshop).object()
    #expect(made["directions"] as? Int == 12 && made["computed"] as? Int == 12)
    #expect(made["steps"] as? Int == 12 && made["degree"] as? Int == 2)
    let again = try Recipe.with { $0.directions = 14 }.make(in: workshop)
    #expect(again.output.contains("2 directions in"))
    let rest = try Recipe.with { $0.directions = 14 }.make(in: workshop)
    #expect(rest.output.contains("all 14 directions were there already"))

    let object = try Lacuna.run(["inspect", "names.sketch", "--format", "json"], in: workshop)
      .object()
    #expect(object["directions"] as? Int == 14)
    #expect((object["missing"] as? [Any])?.isEmpty == true)
    let manifest = try #require(object["manifest"] as? [String: Any])
    #expect((manifest["data"] as? [String: Any])?["examples"] as? Int == 60)
    let text = try Lacuna.run(["inspect", "names.sketch"], in: workshop).output
    for part in ["microgpt", "60 examples", "12 steps", "degree 2, f64", "14 in 4 shards"] {
      #expect(text.contains(part))
    }
  }

  @Test func pluginsAreListedAndShown() throws {
    let workshop = try Workshop()
    let list = try Lacuna.run(["plugins", "list"], in: workshop)
    #expect(list.code == 0 && list.output.contains("learner microgpt"))
    #expect(list.output.contains("measurement parameter-norm"))
    let object = try Lacuna.run(["plugins", "list", "--format", "json"], in: workshop).object()
    let plugins = try #require(object["plugins"] as? [[String: Any]])
    let names = plugins.compactMap { $0["name"] as? String }
    #expect(names == names.sorted() && names.contains("microgpt") && names.contains("standard"))
    let show = try Lacuna.run(["plugins", "show", "microgpt"], in: workshop)
    #expect(show.output.contains("learning-rate = 0.01: at the first step; a number from"))
    let item = try Lacuna.run(["plugins", "show", "standard", "--format", "json"], in: workshop)
      .object()
    let items = try #require(item["items"] as? [[String: Any]])
    #expect(items.allSatisfy { $0["kind"] as? String == "measurement" })
  }

  @Test func jsonIsAloneOnStandardOutputBesideWarnings() throws {
    let workshop = try Workshop()
    try workshop.write("libbroken.so", "no library")
    let outcome = try Lacuna.run(
      ["plugins", "list", "--plugin-path", workshop.folder, "--format", "json"],
      in: workshop
    )
    #expect(outcome.errors.contains("warning: \(workshop.folder)/libbroken.so cannot be loaded"))
    #expect(try outcome.object()["plugins"] is [Any])
  }

  @Test(arguments: [
    [], ["precompute"], ["predict"], ["retrain"], ["curve"], ["inspect"], ["plugins", "list"],
  ])
  func helpGoesToStandardOutput(_ command: [String]) throws {
    let outcome = try Lacuna.run(command + ["--help"], in: Workshop())
    #expect(outcome.code == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("USAGE: lacuna"))
  }
}
