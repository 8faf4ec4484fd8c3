import Foundation
import Testing

@Suite("Foreign functions on the command line")
struct CommandTests {
  private static let lacuna = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("lacuna").path

  private struct Answer: Decodable {
    struct Interpolation: Decodable {
      let relativeError: Double
      let radii: [Double]
    }
    struct Term: Decodable { let term: Double }
    let base: Double
    let degrees: [Term]
    let interpolation: Interpolation?
  }

  private func json<Value: Decodable>(_ type: Value.Type, _ arguments: [String]) throws -> Value {
    let text = try run([Self.lacuna] + arguments + ["--format", "json"])
    return try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  @Test("a sketch of a foreign learner, its predictions, and a library that changes")
  func wholeRun() throws {
    let bench = try Bench(example: "foreign-learner")
    let store = bench.path("points.sketch")
    let plugins = ["--plugin-path", bench.folder]
    let make = [
      "precompute", "--learner", "c-ridge", "--data", bench.path("points.csv"), "--directions",
      "24",
      "--degree", "2", "--store", store, "--config", "lambda=2",
    ]
    #expect(try run([Self.lacuna] + make + plugins).contains("computed on circles of radius"))
    let question = ["--delete", "3", "--query", "row:5", "--measure", "c-squared-error"] + plugins
    let answer = try json(Answer.self, ["predict", store] + question)
    let interpolation = try #require(answer.interpolation)
    #expect(interpolation.relativeError < 1e-9 && interpolation.radii.count == 2)
    // The exact curve ends where the retrain is.
    let curve = try run([Self.lacuna, "curve", store, "--weights", "1"] + question)
    #expect(curve.contains("polynomial") && curve.contains("difference"))
    // More directions later are as good as all at once.
    let more = make.map { $0 == "24" ? "30" : $0 }
    #expect(try run([Self.lacuna] + more + plugins).contains("6 directions in"))
    // Another library by the same name is another learner.
    let source = try String(contentsOfFile: bench.path("ridge.c"), encoding: .utf8)
    try source.replacing("= lambda;", with: "= 2 * lambda;")
      .write(toFile: bench.path("ridge.c"), atomically: true, encoding: .utf8)
    try run(["make", "-B", "-C", bench.folder, "INCLUDE=\(root)/Sources/CLacunaABI/include"])
    let drifted = try run([Self.lacuna, "predict", store] + question, expecting: 69)
    #expect(drifted.contains("the plugin of learner 'c-ridge' has changed"))
  }

  @Test("predictions by plain C are those of the plugin, and trust is asked for")
  func predictions() throws {
    let bench = try Bench(example: "foreign-measurements")
    let store = bench.path("names.sketch")
    try run([
      Self.lacuna, "precompute", "--learner", "microgpt", "--data",
      "\(root)/Examples/first-names.txt", "--examples", "20", "--directions", "4", "--store", store,
    ])
    let question = ["predict", store, "--delete", "0-3", "--query", "max", "--measure"]
    let plugins = ["--plugin-path", bench.folder]
    let traced = try json(Answer.self, question + ["entropy"])
    #expect(traced.interpolation == nil)
    for _ in 0..<2 {
      let foreign = try json(Answer.self, question + ["c-entropy"] + plugins)
      #expect(foreign.interpolation != nil)
      #expect(abs(foreign.base - traced.base) <= 1e-12 * traced.base)
      let size = traced.degrees.map { abs($0.term) }.max() ?? 0
      for (a, b) in zip(foreign.degrees, traced.degrees) {
        #expect(abs(a.term - b.term) <= 1e-9 * size)
      }
    }
    let source = try String(contentsOfFile: bench.path("classification.c"), encoding: .utf8)
    try source.replacing("LACUNA_SIGNATURE(double complex, entropy", with: "double complex unused(")
      .replacing(/double complex unused\([^;]*;/, with: "")
      .write(toFile: bench.path("classification.c"), atomically: true, encoding: .utf8)
    try run(["make", "-B", "-C", bench.folder, "INCLUDE=\(root)/Sources/CLacunaABI/include"])
    let refused = try run([Self.lacuna] + question + ["c-entropy"] + plugins, expecting: 69)
    #expect(refused.contains("does not confirm the signature 'complex f64 entropy("))
    _ = try json(Answer.self, question + ["c-entropy", "--trust-manifest"] + plugins)
    let list = try run([Self.lacuna, "plugins", "list"] + plugins)
    #expect(list.contains("measurement c-entropy: entropy of the predicted distribution"))
    #expect(!list.contains("warning"))
  }
}
