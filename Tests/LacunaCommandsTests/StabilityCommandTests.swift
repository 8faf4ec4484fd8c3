import Foundation
import Testing

/// The command `stability`, and what `precompute` records of it.
struct StabilityCommandTests {
  struct Answer: Decodable {
    struct Degree: Decodable {
      let degree: Int
      let mean: Double?
    }
    struct Deletion: Decodable {
      let deleted: [Int]
      let change: Double
      let misses: [Double?]
    }
    struct Subject: Decodable {
      let measurement: String?
      let query: String?
      let verdict: String
      let degrees: [Degree]
      let deletions: [Deletion]
    }
    let verdict: String
    let units: Int
    let directions: Int
    let degree: Int
    let subjects: [Subject]
    let fault: String?
  }

  @Test func aSketchAndItsCommandGiveTheSameStudy() throws {
    let workshop = try SharedSketch.workshop()
    let shared = [
      "--degree", "8", "--directions", "3", "--query", "max", "--sizes", "2", "--seed", "4",
    ]
    let run = ["--learner", "microgpt", "--data", "names.txt", "--examples", "60", "--steps", "12"]
    // The sketch was drawn from seed 0; that of the study is of its directions.
    let state = ["stability", "names.sketch"] + shared
    let json = try Lacuna.run(state + ["--format", "json"], in: workshop)
    let answer = try json.decoded(Answer.self)
    #expect(answer.units == 60 && answer.directions == 3 && answer.degree == 8)
    #expect(answer.subjects.map(\.measurement) == [nil, "loss"])
    #expect(answer.subjects.map(\.query) == [nil, "max"])
    for subject in answer.subjects {
      #expect(subject.degrees.map(\.degree) == Array(1...8))
      #expect(subject.deletions.map(\.deleted.count) == [2])
      #expect(subject.deletions.allSatisfy { $0.misses.count == 9 && $0.change > 0 })
    }
    let text = try Lacuna.run(state, in: workshop)
    #expect(text.output.contains("all parameters: \(answer.subjects[0].verdict)"))
    #expect(text.output.contains("loss of 'max': \(answer.subjects[1].verdict)"))
    #expect(text.output.hasSuffix("verdict: \(answer.verdict)\n"))
    // Seed 4 draws another initial state where the sketch's is not given.
    let other = try Lacuna.run(["stability"] + run + shared + ["--format", "json"], in: workshop)
      .decoded(Answer.self)
    #expect(other.subjects[0].degrees[0].mean != answer.subjects[0].degrees[0].mean)
  }

  /// The change of a deletion set is that of `retrain`, and the miss that of `curve`.
  @Test func deletionsAreThoseOfRetrainAndCurve() throws {
    let workshop = try SharedSketch.workshop()
    let answer = try Lacuna.run(
      [
        "stability", "names.sketch", "--degree", "4", "--directions", "2", "--query", "max",
        "--sizes", "3", "--format", "json",
      ],
      in: workshop
    ).decoded(Answer.self)
    let deletion = try #require(answer.subjects.last?.deletions.first)
    let set = deletion.deleted.map(String.init).joined(separator: ",")
    let curve = try workshop.curve(set, "--degree", "4", "--weights", "1")
    let truth = try #require(curve.truth.first).value
    #expect(abs(abs(truth - curve.coefficients[0]) - deletion.change) < 1e-9)
    for degree in 0...4 {
      let value = curve.coefficients.prefix(degree + 1).reduce(0, +)
      let miss = try #require(deletion.misses[degree])
      #expect(abs(abs(value - truth) - miss * deletion.change) < 1e-9)
    }
  }

  @Test func everyCoefficientIsWrittenAsATable() throws {
    let workshop = try SharedSketch.workshop()
    let outcome = try Lacuna.run(
      [
        "stability", "names.sketch", "--degree", "5", "--directions", "3", "--query", "max",
        "--output", "curves.csv",
      ],
      in: workshop
    )
    #expect(outcome.code == 0)
    let lines = String(decoding: try workshop.read("curves.csv"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.first == "measurement,query,direction,degree,log2_coefficient,q")
    #expect(lines.count == 1 + 2 * 3 * 5)
    #expect(lines.contains { $0.hasPrefix("loss,max,2,5,") })
    let refused = try Lacuna.run(
      ["stability", "names.sketch", "--degree", "1", "--directions", "1", "--output", "no/x.csv"],
      in: workshop
    )
    #expect(refused.code == 73 && refused.errors.contains("cannot write the file no/x.csv"))
  }

  @Test func wrongUsageIsNamed() throws {
    let workshop = try SharedSketch.workshop()
    let cases: [([String], String)] = [
      (["names.sketch", "--learner", "microgpt"], "either a sketch, or --learner"),
      (["--learner", "microgpt"], "--data is missing"),
      (["names.sketch", "--sizes", "1,x"], "--sizes holds 'x'"),
      (["names.sketch", "--sizes", "61"], "at most the 60 units"),
      (["names.sketch", "--steps", "3"], "a sketch has its own"),
      (["names.sketch", "--precision", "f32"], "expected f64"),
    ]
    for (arguments, message) in cases {
      let outcome = try Lacuna.run(["stability"] + arguments, in: workshop)
      #expect(outcome.code == 64 && outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test func aDivergingRunIsAVerdict() throws {
    let workshop = try Workshop()
    let outcome = try Lacuna.run(
      [
        "stability", "--learner", "microgpt", "--data", "names.txt", "--examples", "60",
        "--config", "weight-decay=10", "--config", "learning-rate=10", "--degree", "3",
        "--format", "json",
      ],
      in: workshop
    )
    let answer = try outcome.decoded(Answer.self)
    #expect(answer.verdict == "unstable" && answer.subjects.isEmpty)
    #expect(answer.fault?.contains("not finite (NaN or infinity) in 'wte' at step") ?? false)
  }

  /// Recorded by `precompute`, shown by `inspect`, repeated by `predict`, and dropped with its cause.
  @Test func aFailingVerdictIsRecordedAndRepeated() throws {
    let workshop = try Workshop()
    let recipe = Recipe.with {
      $0.steps = 60
      $0.directions = 8
      $0.more = ["--config", "learning-rate=0.5", "--config", "epsilon=1e-12"]
    }
    let made = try recipe.make(in: workshop)
    #expect(made.errors.contains("warning: the training run is unstable"))
    #expect(made.output.contains("stability: unstable; the coefficients grow"))
    let inspected = try Lacuna.run(["inspect", "names.sketch"], in: workshop).output
    #expect(inspected.contains("stability    unstable: the coefficients grow"))
    let predict = ["predict", "names.sketch", "--query", "max"]
    let object = try Lacuna.run(predict + ["--delete", "3", "--format", "json"], in: workshop)
      .object()
    let warnings = try #require(object["warnings"] as? [String])
    #expect(warnings.contains { $0.hasPrefix("the training run is unstable") })
    try workshop.write("sets.txt", "3\n4\n")
    let table = try Lacuna.run(predict + ["--sets", "sets.txt"], in: workshop)
    #expect(table.errors.contains("the training run is unstable"))

    // A sketch with nothing against it says nothing.
    let calm = try SharedSketch.workshop()
    let plain = try Lacuna.run(predict + ["--delete", "3"], in: calm).output
    #expect(!plain.contains("warning: the training run"))
    let described = try Lacuna.run(["inspect", "names.sketch"], in: calm).output
    #expect(!described.contains("\nstability"))
  }
}
