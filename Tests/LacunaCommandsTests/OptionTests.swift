import Foundation
import LacunaStores
import Testing

/// Options that change what is computed, and where things are found.
struct OptionTests {
  @Test func singlePrecisionAgreesRoughly() throws {
    let workshop = try SharedSketch.workshop()
    try Recipe.with {
      $0.store = "single.sketch"
      $0.more = ["--precision", "f32"]
    }.make(in: workshop)
    let double = try workshop.predict("3-9")
    let single = try workshop.predict("3-9", store: "single.sketch")
    #expect(abs(double.base - single.base) < 1e-5)
    for (one, other) in zip(double.degrees, single.degrees) {
      #expect(abs(one.term - other.term) < 0.1 * (try #require(one.standardError)))
    }
    #expect(single.prediction != double.prediction)
    let shard = try SketchContents("single.sketch", in: workshop).archive
    let tensors = try shard.shard(shard.manifest.shards[0]).tensors
    #expect(tensors.allSatisfy { $0.dtype == .f32 })
    let truth = try workshop.retrain("3-9", store: "single.sketch")[0]
    #expect(abs(truth - (try workshop.retrain("3-9")[0])) < 1e-5)
  }

  @Test func aGivenInitialStateIsKeptForRetraining() throws {
    let workshop = try SharedSketch.workshop()
    // A checkpoint is fine-tuned: the trained state of one sketch begins another.
    let checkpoint = try workshop.read("names.sketch/base.safetensors")
    try workshop.write("checkpoint.safetensors", checkpoint)
    let tuned = Recipe.with {
      $0.store = "tuned.sketch"
      $0.more = ["--initial-state", "checkpoint.safetensors"]
    }
    try tuned.make(in: workshop)
    let answer = try workshop.predict("3", store: "tuned.sketch")
    #expect(answer.base < (try workshop.predict("3").base))

    let kept = try SketchContents("tuned.sketch", in: workshop).archive.initialState()
    #expect(kept == (try SketchContents("names.sketch", in: workshop).archive.baseState()))
    try workshop.remove("checkpoint.safetensors")
    let curve = try workshop.curve("3", "--weights", "0", "--degree", "2", store: "tuned.sketch")
    #expect(abs(curve.truth[0].value - answer.base) < 1e-12)
    #expect(abs(curve.coefficients[0] - answer.base) < 1e-12)

    // Another checkpoint is another sketch.
    var other = checkpoint
    other[other.count - 8] ^= 1
    try workshop.write("checkpoint.safetensors", other)
    let outcome = try Lacuna.run(tuned.arguments, in: workshop)
    #expect(outcome.code == 78)
    #expect(outcome.errors.contains("training.initialStateDigest"))
  }

  @Test func directionsOfAFileAreKept() throws {
    let workshop = try SharedSketch.workshop()
    // A one in each row of 120 numbers, each time a place further.
    let psi = (0..<8 * 60 * 2).map { $0.isMultiple(of: 121) ? 1.0 : 0.0 }
    let tensor = try TensorData(name: "directions", shape: [8, 60, 2], psi)
    try workshop.write("psi.safetensors", Safetensors.serialize([tensor]))
    var recipe = Recipe.with {
      $0.store = "given.sketch"
      $0.directions = 5
      $0.more = ["--directions-file", "psi.safetensors"]
    }
    let outcome = try recipe.make(in: workshop)
    #expect(outcome.output.contains("5 directions in") && outcome.complaints.isEmpty)
    recipe.directions = 8
    #expect(try recipe.make(in: workshop).output.contains("3 directions in"))
    try workshop.remove("psi.safetensors")
    #expect(try workshop.predict("3", store: "given.sketch").degrees.count == 2)
    let archive = try SketchContents("given.sketch", in: workshop).archive
    #expect(try archive.directions() == tensor)
  }

  @Test func directionsOfAnotherLengthAreWarnedOf() throws {
    let workshop = try Workshop()
    let numbers = [Double](repeating: 0.1, count: 12 * 60 * 2)
    let tensor = try TensorData(name: "directions", shape: [12, 60, 2], numbers)
    try workshop.write("psi.safetensors", Safetensors.serialize([tensor]))
    let outcome = try Recipe.with {
      $0.more = ["--directions-file", "psi.safetensors", "--format", "json"]
    }.make(in: workshop)
    #expect(outcome.errors.hasPrefix("warning: psi.safetensors: direction 0 has length 1.09545"))
    #expect(try outcome.object()["computed"] as? Int == 12)
  }

  @Test func settingsAndStepsAreThoseOfTheSketch() throws {
    let workshop = try Workshop()
    try Recipe.with {
      $0.steps = 70
      $0.more = [
        "--config", "layers=2", "--config", "activation=silu", "--config", "learning-rate=0.02",
      ]
    }.make(in: workshop)
    let inspect = try Lacuna.run(["inspect", "names.sketch"], in: workshop).output
    for part in ["layers=2", "activation=silu", "learning-rate=0.02", "heads=4", "70 steps"] {
      #expect(inspect.contains(part))
    }
    let answer = try workshop.predict("3")
    #expect(abs(answer.base - (try workshop.curve("3", "--degree", "1").coefficients[0])) < 1e-12)
  }

  @Test func pluginsAreFoundInFoldersThatAreNamed() throws {
    let workshop = try Workshop()
    try workshop.makeFolder("mine")
    try FileManager.default.copyItem(
      atPath: "\(Lacuna.folder)/libstandard.so",
      toPath: workshop.path("mine/libstandard.so")
    )
    let real = URL(fileURLWithPath: workshop.path("mine")).resolvingSymlinksInPath().path
    let named = try Lacuna.run(["plugins", "list", "--plugin-path", "mine"], in: workshop)
    #expect(named.output.contains("\(real)/libstandard.so"))
    let hidden = "\(Lacuna.folder)/libstandard.so is hidden by \(real)/libstandard.so"
    #expect(named.errors.hasPrefix("warning: \(hidden)"), "\(named.errors)")
    let environment = try Lacuna.run(
      ["plugins", "show", "standard"],
      in: workshop,
      environment: ["LACUNA_PLUGIN_PATH": "none:mine"]
    )
    #expect(environment.output.contains("\(real)/libstandard.so"))
    let wrong = try Lacuna.run(["plugins", "list", "--plugin-path", "none"], in: workshop)
    #expect(wrong.code == 0 && wrong.errors == "warning: --plugin-path: there is no folder none\n")
  }

  @Test func aSketchFollowsItsData() throws {
    let workshop = try Workshop()
    try Recipe().make(in: workshop)
    let before = try workshop.predict("3")
    try FileManager.default.moveItem(
      atPath: workshop.path("names.txt"),
      toPath: workshop.path("moved.txt")
    )
    let lost = try Lacuna.run(
      ["predict", "names.sketch", "--delete", "3", "--query", "max"],
      in: workshop
    )
    #expect(lost.code == 66 && lost.errors.contains("names.txt: there is no such file"))
    #expect(try workshop.predict("3", "--data", "moved.txt").prediction == before.prediction)
  }
}
