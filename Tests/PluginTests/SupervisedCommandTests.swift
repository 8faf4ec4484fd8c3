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

    /// What a command writes to standard output; nil when it fails.
    func run(_ arguments: [String]) throws -> Data? {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("lacuna")
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      process.standardInput = FileHandle.nullDevice
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return process.terminationStatus == 0 ? output : nil
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
    let examples: Int
    let query: String
    let deletions: [String]
  }

  static let recipes = [
    Recipe(
      learner: "logistic-regression",
      data: "breast-cancer.csv",
      settings: ["label=diagnosis", "l2=0.1"],
      examples: 60,
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
    let precompute =
      [
        "precompute", "--learner", recipe.learner, "--data", example(recipe.data), "--examples",
        "\(recipe.examples)", "--directions", "192", "--degree", "2", "--store", "a.sketch",
      ] + recipe.settings.flatMap { ["--config", $0] }
    try #require(try workshop.run(precompute) != nil)
    let question =
      ["a.sketch", "--measure", "log-odds", "--query", recipe.query, "--format", "json"]
      + recipe.deletions.flatMap { ["--delete", $0] }
    let predicted = try #require(try workshop.run(["predict"] + question))
    let retrained = try #require(try workshop.run(["retrain"] + question))
    let predictions = try JSONDecoder().decode(Predictions.self, from: predicted).results
    let truths = try JSONDecoder().decode(Retrains.self, from: retrained).results
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
}
