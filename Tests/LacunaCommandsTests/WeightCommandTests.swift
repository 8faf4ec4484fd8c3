import Foundation
import LacunaStores
import Testing

/// `--weight`, `--base-weight` and `--base-weights` through the executable.
struct WeightCommandTests {
  private let store = Recipe().store

  private func run(_ arguments: [String], in workshop: Workshop) throws -> [String: Any] {
    try Lacuna.run(arguments + ["--query", "max", "--format", "json"], in: workshop).object()
  }

  private func retrained(_ arguments: [String], in workshop: Workshop) throws -> Double {
    let answer = try run(["retrain"] + arguments, in: workshop)
    let results = try #require(answer["results"] as? [[String: Any]])
    #expect(results.count == 1)
    let values = try #require(results[0]["values"] as? [[String: Any]])
    return try #require(values[0]["value"] as? Double)
  }

  /// A weight of 1/2 is half way along a deletion, and 2 as far on the other side.
  @Test(arguments: [("0.5", "0.5"), ("2", "-1"), ("0", "1")])
  func retrainsHaveTheWeight(_ weight: String, _ t: String) throws {
    let workshop = try SharedSketch.workshop()
    let found = try retrained([store, "--weight", "3,5=\(weight)"], in: workshop)
    let curve = try workshop.curve("3,5", "--weights", t)
    #expect(abs(found - curve.truth[0].value) < 1e-14)
    #expect(abs(found - curve.coefficients[0]) > 1e-3)
  }

  /// With weights beside a deletion there is one set, which all commands speak of in the same way.
  @Test func weightsAndADeletionAreOneSet() throws {
    let workshop = try SharedSketch.workshop()
    let set = ["--weight", "5=0.5", "--weight", "3=2", "--delete", "7,8"]
    let truth = try retrained([store] + set, in: workshop)
    let curve = try run(["curve", store, "--weights", "1", "--degree", "8"] + set, in: workshop)
    let point = try #require((curve["truth"] as? [[String: Any]])?.first)
    #expect(abs(truth - (point["value"] as? Double ?? .nan)) < 1e-14)
    let coefficients = try #require(curve["coefficients"] as? [Double])
    #expect(abs(coefficients.reduce(0, +) - truth) < 2e-4)
    #expect(abs(coefficients[0] - truth) > 1e-2)
    let prediction = try run(["predict", store] + set, in: workshop)
    for answer in [curve, prediction] {
      #expect(answer["deleted"] as? [Int] == [7, 8])
      let weights = try #require(answer["weights"] as? [[String: Double]])
      #expect(weights == [["unit": 3, "weight": 2], ["unit": 5, "weight": 0.5]])
    }
    let texts = try ["predict", "retrain", "curve"].map {
      try Lacuna.run([$0, store, "--query", "max"] + set, in: workshop).text()
    }
    let words = "without 2 examples and with other weights of 2 examples"
    #expect(texts[0].hasPrefix("loss of 'max' \(words)\n"))
    #expect(texts[1].hasPrefix("retrained \(words)\n"))
    #expect(texts[2].hasPrefix("loss of 'max' along other weights of 4 examples\n"))
  }

  @Test func weightsAreOfUnits() throws {
    let workshop = try SharedUnits.workshop()
    let set = ["--weight", "j=2", "--weight", "units:3=0.5", "--delete", "unit:r"]
    let answer = try run(["predict", "units.sketch"] + set, in: workshop)
    #expect(answer["deleted"] as? [String] == ["r"])
    let weights = try #require(answer["weights"] as? [[String: Any]])
    #expect(weights.map { $0["unit"] as? String } == ["j", "k"])
    #expect(weights.map { $0["weight"] as? Double } == [2, 0.5])
  }

  /// Along basis vectors the term of degree 1 is the derivative itself: of a sketch of units, expanded about
  /// weights, along a reweighting.
  @Test func firstTermsAreDerivatives() throws {
    let workshop = try Workshop()
    let n = SharedUnits.letters.count
    var numbers = [Double](repeating: 0, count: n * n * 2)
    for unit in 0..<n { numbers[(unit * n + unit) * 2] = 1 }
    let tensor = try TensorData(name: "directions", shape: [n, n, 2], numbers)
    try workshop.write("basis.safetensors", Safetensors.serialize([tensor]))
    let recipe = Recipe.with {
      $0 = SharedUnits.recipe
      $0.directions = n
      $0.degree = 1
      $0.more += ["--directions-file", "basis.safetensors"]
      $0.more += ["--base-weight", "unit:j=0.5", "--base-weight", "0-4=1.5"]
    }
    try recipe.make(in: workshop)
    for set in [["--weight", "j=2", "--delete", "unit:r"], ["--weight", "units:2-4=0.25"]] {
      let answer = try run(["predict", recipe.store] + set, in: workshop)
      let terms = try #require(answer["degrees"] as? [[String: Any]])
      let curve = try run(["curve", recipe.store, "--degree", "1"] + set, in: workshop)
      let exact = try #require(curve["coefficients"] as? [Double])
      #expect(abs((terms[0]["term"] as? Double ?? .nan) - exact[1]) < 1e-11)
      #expect(abs(exact[1]) > 1e-3)
      #expect(abs((answer["base"] as? Double ?? .nan) - exact[0]) < 1e-13)
    }
  }

  /// A sketch about other weights is retrained as a plain one with these weights.
  @Test func basesAreWeights() throws {
    let workshop = try SharedSketch.workshop()
    try Recipe.with {
      $0.store = "base.sketch"
      $0.more = ["--base-weight", "3-5=7", "--base-weight", "4,5=0.5"]
    }.make(in: workshop)
    let plain = ["--weight", "3=7", "--weight", "4,5=0.5", "--delete", "6"]
    let expected = try retrained([store] + plain, in: workshop)
    #expect(try retrained(["base.sketch", "--delete", "6"], in: workshop) == expected)
    // Relative to their own: half of 7 is three and a half.
    let halves = try retrained([store, "--weight", "3=3.5", "--weight", "4,5=0.5"], in: workshop)
    #expect(try retrained(["base.sketch", "--weight", "3=0.5"], in: workshop) == halves)
    let answer = try run(["predict", "base.sketch", "--delete", "6"], in: workshop)
    let base = try retrained(
      [store, "--weight", "3=7", "--weight", "4,5=0.5"],
      in: workshop
    )
    #expect(abs((answer["base"] as? Double ?? .nan) - base) < 1e-13)
    let text = try Lacuna.run(["inspect", "base.sketch"], in: workshop).text()
    #expect(
      text.contains("base weights 3-5=7; 4,5=0.5: 0.5 to 7, other than 1 for 3 examples")
    )
    let wrong = try Recipe.with { $0.store = "base.sketch" }.make(in: workshop, expecting: 78)
    #expect(wrong.errors.contains("data.baseWeights.specification: nothing instead of [\"3-5=7\""))
  }

  /// A file of weights is needed once, and a file of ones never.
  @Test func filesOfWeights() throws {
    let workshop = try Workshop()
    var lines = (0..<100).map { _ in "1" }
    try workshop.write("ones.txt", lines.joined(separator: "\n"))
    lines[3] = "5e-1"
    try workshop.write("weights.txt", lines.joined(separator: "\r\n") + "\r\n")
    let recipe = Recipe.with {
      $0.directions = 2
      $0.degree = 1
      $0.more = ["--base-weights", "file:weights.txt", "--base-weight", "4=2"]
    }
    try recipe.make(in: workshop)
    try workshop.remove("weights.txt")
    let archive = try SketchArchive.open(DirectoryStore(path: workshop.path(store)))
    #expect(try archive.baseWeights()?.prefix(6) == [1, 1, 1, 0.5, 2, 1])
    #expect(try archive.baseWeights()?.count == 60)
    #expect(try retrained([store, "--delete", "9"], in: workshop).isFinite)
    try Recipe.with {
      $0 = recipe
      $0.store = "ones.sketch"
      $0.more = ["--base-weights", "file:ones.txt"]
    }.make(in: workshop)
    let ones = try SketchArchive.open(DirectoryStore(path: workshop.path("ones.sketch")))
    #expect(try ones.baseWeights() == nil)
    #expect(ones.manifest.formatVersion == 1)
  }

  @Test func columnsOfWeights() throws {
    let workshop = try Workshop()
    try Lacuna.run(
      [
        "precompute", "--learner", "matrix-factorization", "--data",
        Workshop.example("ratings.csv"), "--store", "ratings.sketch", "--steps", "2",
        "--directions", "2", "--base-weights", "column:rating",
      ],
      in: workshop
    ).text()
    let store = DirectoryStore(path: workshop.path("ratings.sketch"))
    let weights = try #require(try SketchArchive.open(store).baseWeights())
    #expect(weights.count == 600 && weights[0] == 3)
  }
}
