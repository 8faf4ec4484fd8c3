import Foundation
import Testing

/// `evaluate` against the commands that do the same one by one.
struct EvaluateTests {
  private static let selectors = ["3", "0-5", "contains:ar", "1,7,11"]
  private static let deletions = selectors.flatMap { ["--delete", $0] }

  @Test func truthAndPredictionAreThoseOfOtherCommands() throws {
    let workshop = try SharedSketch.workshop()
    let found = try workshop.evaluate(
      ["--protocol", "groups", "--points", "--exact"] + Self.deletions
    )
    let question = ["names.sketch", "--query", "max", "--format", "json"] + Self.deletions
    let predictions: Several<PredictionAnswer> = try Lacuna.run(
      ["predict"] + question,
      in: workshop
    ).decoded()
    let retrains: RetrainAnswer = try Lacuna.run(["retrain"] + question, in: workshop).decoded()
    let curves: Several<CurveAnswer> = try Lacuna.run(
      ["curve", "--degree", "2"] + question,
      in: workshop
    ).decoded()
    let row = try #require(found.protocols[0].rows.first { $0.sizes == nil })
    let points = try #require(row.points)
    #expect(points.map(\.set) == Self.selectors)
    #expect(found.retrained == 4 && points.contains { $0.truth != 0 })
    for (index, point) in points.enumerated() {
      let (prediction, retrain) = (predictions.results[index], retrains.results[index])
      #expect(point.deleted == prediction.deleted && point.deleted == retrain.deleted)
      #expect(point.predicted == prediction.prediction - prediction.base)
      #expect(point.standardError == prediction.standardError)
      #expect(point.expectedError == prediction.expectedError)
      #expect(point.truth == retrain.values[0].value - prediction.base)
      let taylor = curves.results[index].coefficients.dropFirst().reduce(0, +)
      #expect(abs(try #require(point.taylor) - taylor) <= 1e-12 * abs(taylor))
    }
    // The figure, from the points.
    let square = points.reduce(0) { $0 + ($1.predicted - $1.truth) * ($1.predicted - $1.truth) }
    #expect(abs(try #require(row.scores.rmse.value) - (square / 4).squareRoot()) < 1e-15)
    // Shrunk estimates are expected to be nearer than their standard errors say.
    let errors = try points.map { try #require($0.expectedError) }
    let mean = errors.reduce(0, +) / 4
    #expect(abs(try #require(row.scores.expectedError.value) - mean) < 1e-15)
    #expect(errors != points.map(\.standardError))
  }

  @Test func retrainsAreDoneOnceAndThreadsChangeNothing() throws {
    let workshop = try SharedSketch.workshop()
    let question = [
      "--protocol", "lds", "--protocol", "loo", "--protocol", "coverage", "--sets", "7", "--points",
    ]
    let first = try workshop.evaluate(question + ["--threads", "1"])
    // Of the random sets, some may be the same.
    #expect(15...21 ~= first.retrained && first.bank.retrains == first.retrained)
    #expect(workshop.files(in: "names.sketch/retrains").count == first.retrained + 1)
    let second = try workshop.evaluate(question + ["--threads", "2"])
    #expect(second.retrained == 0 && second.protocols == first.protocols)
    let elsewhere = try workshop.evaluate(question + ["--bank", "bank"])
    #expect(elsewhere.retrained == first.retrained && elsewhere.protocols == first.protocols)
    #expect(elsewhere.bank.place == "bank")
    let other = try workshop.evaluate(question + ["--seed", "1"])
    #expect(other.retrained > 0 && other.protocols != first.protocols)
    #expect(first.protocols.map(\.protocol) == ["lds", "loo", "coverage"])
    #expect(first.protocols[0].smallest == 30 && first.protocols[0].largest == 30)
  }

  @Test func aBankServesEverySketchOfTheRun() throws {
    let workshop = try SharedSketch.workshop()
    try Recipe.with {
      $0.store = "small.sketch"
      $0.directions = 5
      $0.degree = 1
    }.make(in: workshop)
    let question = [
      "--protocol", "leave-k-out", "--k", "4", "--sets", "6", "--points", "--estimator", "mean",
    ]
    let large = try workshop.evaluate(
      question + ["--bank", "bank", "--directions", "5,12", "--degree", "1,2"]
    )
    #expect(large.retrained == 6)
    let small = try workshop.evaluate(question + ["--bank", "bank"], store: "small.sketch")
    #expect(small.retrained == 0)
    let rows = large.protocols[0].rows
    #expect(rows.map(\.predictor.directions) == [5, 5, 12, 12, nil])
    #expect(rows.map(\.predictor.degree) == [1, 2, 1, 2, nil])
    // The first directions, stopped at a degree, are the smaller sketch.
    let (cut, made) = (rows[0], small.protocols[0].rows[0])
    #expect(cut.ceiling == made.ceiling && cut.ceiling != nil && rows[1].ceiling == nil)
    for (left, right) in zip(try #require(cut.points), try #require(made.points)) {
      #expect(left.truth == right.truth)
      #expect(abs(left.predicted - right.predicted) < 1e-12 * abs(right.predicted))
    }
    let nothing = try #require(rows.last)
    #expect(nothing.predictor.kind == "no change" && nothing.scores.relativeRMSE.value == 1)
  }

  @Test func theUnitsThatMatterMostAreThoseOfPredict() throws {
    let workshop = try SharedSketch.workshop()
    try workshop.write("sets.txt", (0..<60).map(String.init).joined(separator: "\n"))
    let lines = try Lacuna.run(
      ["predict", "names.sketch", "--query", "max", "--sets", "sets.txt", "--format", "json"],
      in: workshop
    ).output.split(separator: "\n")
    let effects = try lines.map {
      try JSONDecoder().decode(PredictionAnswer.self, from: Data($0.utf8)).degrees[0].term
    }
    let order = effects.indices.sorted { effects[$0] > effects[$1] }
    let found = try workshop.evaluate(["--protocol", "counterfactual", "--k", "1,4", "--sets", "3"])
    let rows = try #require(found.protocols[0].counterfactual)
    #expect(rows.map(\.size) == [1, 4])
    for row in rows {
      #expect(row.raising.deleted == order.prefix(row.size).sorted())
      #expect(row.lowering.deleted == order.suffix(row.size).sorted())
      #expect(row.randomSets == 3)
    }
  }

  @Test func theHeadlineHoldsErrorsAndCosts() throws {
    let workshop = try SharedSketch.workshop()
    let found = try workshop.evaluate(["--sets", "4", "--directions", "6,12", "--headline"])
    let headline = try #require(found.headline)
    #expect(headline.training > 0 && headline.inference > 0)
    #expect(headline.rows.map(\.predictor.directions) == [6, 12])
    // Twice as many directions cost twice as much.
    let costs = headline.rows.map(\.precompute.slowdown)
    #expect(abs(costs[1] / costs[0] - 2) < 1e-12)
    for (row, scored) in zip(headline.rows, found.protocols[0].rows) {
      #expect(row.rmse == scored.scores.rmse)
      #expect(abs(row.precompute.slowdown * headline.training / row.precompute.seconds - 1) < 1e-12)
      #expect(row.prediction.seconds > 0)
    }
  }

  @Test func queriesAreAveragedAndClassesAreApart() throws {
    let workshop = try SharedSketch.workshop()
    let arguments = [
      "--query", "anna", "--protocol", "groups", "--groups", "contains", "--sets", "9",
      "--estimator", "mean", "--estimator", "median-of-means",
    ]
    let found = try workshop.evaluate(arguments).protocols[0]
    let rows = found.rows.filter { $0.predictor.estimator == "median-of-means" }
    #expect(Set(rows.map(\.query)) == ["max", "anna", nil])
    let sizes = Set(rows.compactMap(\.sizes))
    #expect(sizes.count > 1)
    for size in sizes.map(Optional.some) + [nil] {
      let some = rows.filter { $0.sizes == size }
      let parts = some.filter { $0.query != nil }.compactMap(\.scores.rmse.value)
      let mean = try #require(some.first { $0.query == nil }).scores
      #expect(mean.count == 2 && parts.count == 2)
      #expect(abs(try #require(mean.rmse.value) - (parts[0] + parts[1]) / 2) < 1e-15)
    }
    let text = try Lacuna.run(
      ["evaluate", "names.sketch", "--query", "max"] + arguments,
      in: workshop
    ).output
    for part in ["mean over 2 queries", "median-of-means K=12 d=2", "no change", "in interval"] {
      #expect(text.contains(part), "'\(part)' is not in \(text)")
    }
  }

  @Test func aSketchThatCannotBeWrittenToIsEvaluatedAllTheSame() throws {
    let workshop = try SharedSketch.workshop()
    let question = ["--protocol", "loo", "--sets", "4", "--points"]
    let expected = try workshop.evaluate(question + ["--bank", "bank"])
    let arguments = ["evaluate", "names.sketch", "--query", "max", "--format", "json"] + question
    let outcome = try Lacuna.run(
      script: "(ulimit -f 0; exec \"$@\") | cat",
      arguments,
      in: workshop
    )
    let found: EvaluationAnswer = try outcome.decoded()
    #expect(found.protocols == expected.protocols && found.bank.retrains == 0)
    #expect(workshop.files(in: "names.sketch/retrains").isEmpty)
    // A bank that was asked for is needed.
    for (more, tells) in [
      ([], ["warning: retrains are not kept in names.sketch: ", "exit 0"]),
      (["--bank", "other"], ["error: ", "other/retrains/", "no room to write", "exit 74"]),
    ] {
      let messages = try Lacuna.run(
        script: "(ulimit -f 0; \"$@\" 2>&1 > /dev/null; echo exit $?) | cat",
        arguments + more,
        in: workshop
      ).output
      for part in tells { #expect(messages.contains(part), "'\(part)' is not in \(messages)") }
    }
  }

  /// Names by their first letter: predictions and truths of whole letters are those of other commands.
  @Test func unitsOfSeveralExamplesAreDeletedWhole() throws {
    struct Answer: Decodable {
      struct Report: Decodable {
        struct Row: Decodable {
          struct Point: Decodable {
            let set: String
            let deleted: [String]
            let predicted: Double
            let truth: Double
          }
          let points: [Point]?
        }
        let rows: [Row]
      }
      let units: Int
      let protocols: [Report]
    }
    struct Value: Decodable {
      let base: Double
      let prediction: Double
    }
    struct Retrain: Decodable {
      struct Result: Decodable { let values: [RetrainAnswer.Value] }
      let results: [Result]
    }
    let workshop = try Workshop()
    try Recipe.with { $0.more = ["--units", "matches:^(.)"] }.make(in: workshop)
    let question = ["names.sketch", "--query", "max", "--format", "json"]
    let found: Answer = try Lacuna.run(
      ["evaluate"] + question + ["--protocol", "loo", "--points"],
      in: workshop
    ).decoded()
    let points = try #require(found.protocols[0].rows[0].points)
    #expect(points.count == found.units && found.units > 5 && found.units < 60)
    for point in points.prefix(5) {
      #expect(point.deleted.count == 1 && point.set == "unit:\(point.deleted[0])")
      let selector = ["--delete", point.set]
      let prediction: Value = try Lacuna.run(["predict"] + question + selector, in: workshop)
        .decoded()
      #expect(point.predicted == prediction.prediction - prediction.base)
      let retrain: Retrain = try Lacuna.run(["retrain"] + question + selector, in: workshop)
        .decoded()
      #expect(point.truth == retrain.results[0].values[0].value - prediction.base)
    }
    #expect(points.contains { $0.truth != 0 })
  }
}
