import Foundation
import Testing

/// The shipped learners through the executable: sketch, predict, and retrain for the truth.
struct SupervisedCommandTests {
  /// The executable in a folder of its own, which is removed at the end.
  private final class Workshop {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lacuna-supervised-\(UUID().uuidString)").path

    init() throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// What a command writes to standard output, and to standard error when it fails.
    func run(_ arguments: [String]) throws -> (code: Int32, output: Data, errors: String) {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("lacuna")
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      process.standardInput = FileHandle.nullDevice
      let (output, errors) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      try process.run()
      // What is written is short: neither pipe fills up while the other is read.
      let written = output.fileHandleForReading.readDataToEndOfFile()
      let said = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (process.terminationStatus, written, String(decoding: said, as: UTF8.self))
    }

    func sketch(_ recipe: Recipe) throws {
      let arguments =
        [
          "precompute", "--learner", recipe.learner, "--data", example(recipe.data), "--examples",
          "\(recipe.examples)", "--directions", "\(recipe.directions)", "--degree", "2", "--store",
          "a.sketch",
        ] + recipe.settings.flatMap { ["--config", $0] }
      let outcome = try run(arguments)
      try #require(outcome.code == 0, "\(outcome.errors)")
    }

    /// What a command that succeeds writes, as JSON of a type.
    func decoded<Answer: Decodable>(_ arguments: [String]) throws -> Answer {
      let (code, output, errors) = try run(arguments + ["--format", "json"])
      try #require(code == 0, "\(errors)")
      return try JSONDecoder().decode(Answer.self, from: output)
    }
  }

  private struct Predictions: Decodable {
    struct Prediction: Decodable {
      let base: Double
      let prediction: Double
      let standardError: Double
      let truncation: Double
    }
    let results: [Prediction]
  }

  private struct Retrains: Decodable {
    struct Set: Decodable {
      struct Value: Decodable { let value: Double }
      let values: [Value]
    }
    let results: [Set]
  }

  struct Recipe: Sendable {
    let learner: String
    let data: String
    let settings: [String]
    var examples = 60
    var directions = 192
    let query: String
    let deletions: [String]
  }

  static let recipes = [
    Recipe(
      learner: "logistic-regression",
      data: "breast-cancer.csv",
      settings: ["label=diagnosis", "l2=0.1"],
      query: "row:50",
      deletions: ["50", "48-52", "37,46,50"]
    ),
    Recipe(
      learner: "mlp",
      data: "digits.csv",
      settings: ["label=digit", "hidden=8", "epochs=4", "dropout=0.1"],
      examples: 150,
      query: "row:8",
      deletions: ["8", "8,28,48", "column:digit=3"]
    ),
  ]

  @Test(arguments: recipes.indices)
  func predictionsAreWithinTheirErrorsOfTheTruth(index: Int) throws {
    let recipe = Self.recipes[index]
    let workshop = try Workshop()
    try workshop.sketch(recipe)
    let question =
      ["a.sketch", "--measure", "log-odds", "--query", recipe.query]
      + recipe.deletions.flatMap { ["--delete", $0] }
    let predictions = try (workshop.decoded(["predict"] + question) as Predictions).results
    let truths = try (workshop.decoded(["retrain"] + question) as Retrains).results
    try #require(predictions.count == recipe.deletions.count)
    try #require(truths.count == recipe.deletions.count)
    var (left, unpredicted) = (0.0, 0.0)
    for (prediction, truth) in zip(predictions, truths) {
      let value = try #require(truth.values.first?.value)
      let error = abs(prediction.prediction - value)
      #expect(error < 3 * prediction.standardError + prediction.truncation)
      left += error * error
      unpredicted += (value - prediction.base) * (value - prediction.base)
    }
    // Far better than predicting no change.
    #expect(left < 0.25 * unpredicted, "\(left) of \(unpredicted)")
  }

  @Test func settingsOfMeasurementsAndRowsThatAreNot() throws {
    let workshop = try Workshop()
    var recipe = Self.recipes[0]
    recipe.directions = 2
    try workshop.sketch(recipe)
    func value(_ measurement: String, _ settings: String...) throws -> Double {
      let answer: Retrains = try workshop.decoded(
        ["retrain", "a.sketch", "--delete", "4", "--query", "row:50", "--measure", measurement]
          + settings.flatMap { ["--measure-config", $0] }
      )
      return try #require(answer.results.first?.values.first?.value)
    }
    let odds = try value("log-odds")
    for sharpness in [1.0, 3] {
      let found = try value("soft-accuracy", "sharpness=\(sharpness)")
      #expect(abs(found - 1 / (1 + exp(-sharpness * odds))) < 1e-14)
    }
    let faults: [(arguments: [String], code: Int32, expected: String)] = [
      (["--query", "row:60"], 64, "--query is row:60, expected row:N with N from 0 to 59"),
      (["--query", "row:3,4"], 64, "--query is row:3,4, expected row:N with N from 0 to 59"),
      (
        ["--query", "row:3", "--measure-config", "sharpness=3"], 78,
        "configuration: unknown key 'sharpness'; there are none"
      ),
      (
        ["--query", "row:3", "--measure", "prediction"], 64,
        "it needs the output 'prediction', but there is no 'prediction'; the learner gives "
          + "logits: real[2], probabilities: real[2], targets: integer[], loss: real[]."
      ),
    ]
    for fault in faults {
      let outcome = try workshop.run(["predict", "a.sketch", "--delete", "4"] + fault.arguments)
      #expect(outcome.code == fault.code)
      #expect(outcome.errors.contains(fault.expected), "\(outcome.errors)")
    }
  }
}
