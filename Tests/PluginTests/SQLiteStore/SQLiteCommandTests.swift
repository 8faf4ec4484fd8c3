import Foundation
import LacunaProtocols
import LacunaStores
import LacunaTestSupport
import Testing

/// `--store sqlite:FILE` as a user has it: whole sketches, killed writers, limits.
struct SQLiteCommandTests {
  private let folder: StoreFolder

  init() throws {
    folder = try StoreFolder()
  }

  private func precompute(_ store: String, directions: Int) -> [String] {
    [
      "precompute", "--learner", "matrix-factorization", "--data", example("ratings.csv"),
      "--store", store, "--directions", "\(directions)", "--shard-size", "1", "--degree", "2",
      "--steps", "3", "--threads", "1",
    ]
  }

  private func run(_ arguments: [String], script: String? = nil) throws -> (
    code: Int32, output: String, errors: String
  ) {
    try CommandRun(arguments, in: folder, script: script).wait()
  }

  /// All but what making the sketch took, which is no part of it.
  private func contents(_ store: any SketchStore) throws -> [String: [UInt8]] {
    let names = try store.list().filter { $0 != "cache/costs.json" }
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try store.read($0) ?? []) })
  }

  @Test func aSketchIsTheSameBlobByBlobAsInAFolder() throws {
    for store in ["names.sketch", "sqlite:names.db"] {
      let outcome = try run(precompute(store, directions: 6))
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("store: \(store)\n"))
      let predict = try run([
        "predict", store, "--delete", "0-2", "--measure", "parameter-norm", "--query", "row:0",
      ])
      #expect(predict.code == 0, "\(predict.errors)")
    }
    let expected = try contents(StorePlace.directory.open(in: folder))
    let found = try contents(StorePlace.sqlite.open(in: folder))
    #expect(found.keys.sorted() == expected.keys.sorted())
    for (name, bytes) in expected { #expect(found[name] == bytes, "\(name)") }
    #expect(expected.keys.contains { $0.hasPrefix("cache/") })
    #expect(folder.entries == ["names.db", "names.sketch"])
  }

  @Test(arguments: [
    ["predict", "--delete", "3", "--measure", "parameter-norm", "--query", "row:1"],
    ["retrain", "--delete", "3", "--measure", "parameter-norm", "--query", "row:1"],
    ["curve", "--delete", "3", "--measure", "parameter-norm", "--query", "row:1", "--degree", "3"],
    ["inspect"],
  ])
  func everyCommandAnswersFromAFileAsFromAFolder(command: [String]) throws {
    var answers: [String] = []
    for store in ["a.sketch", "sqlite:./a.sketch", "sqlite:\(folder.path)/a.sketch"] {
      let place = store == "a.sketch" ? "\(folder.path)/folder.sketch" : store
      let made = try run(precompute(place, directions: 4))
      #expect(made.code == 0, "\(made.errors)")
      let outcome = try run([command[0], place] + command.dropFirst())
      #expect(outcome.code == 0, "\(outcome.errors)")
      // Times and the place itself differ.
      answers.append(
        outcome.output.replacingOccurrences(of: place, with: "PLACE")
          .replacing(/\d+(?:\.\d+)? m?s\b/, with: "TIME")
      )
    }
    #expect(Set(answers).count == 1, "\(answers)")
  }

  @Test func aWriterThatIsKilledLeavesWholeBlobsAndIsContinued() throws {
    // So many directions that no machine has done them before it is killed.
    let endless = precompute("sqlite:names.db", directions: 100_000)
    let store = try StorePlace.sqlite.open(in: folder)
    var found = 0
    for _ in 0..<Stress.count(4, all: 40) {
      let child = try CommandRun(endless, in: folder)
      let isFurther = try child.waits {
        // A reader beside the writer sees a whole sketch, or none yet.
        guard try store.read("manifest.json") != nil else { return false }
        return try SketchArchive.open(store).manifest.shards.count > found
      }
      child.kill()
      let outcome = try child.wait()
      #expect(isFurther && outcome.code == 128 + SIGKILL, "\(outcome.errors)")
      let archive = try SketchArchive.open(store)
      for entry in archive.manifest.shards { _ = try archive.shard(entry) }
      for name in try store.list() { #expect(try store.read(name) != nil, "\(name)") }
      found = archive.manifest.shards.count
    }
    for place in ["names.sketch", "sqlite:names.db"] {
      let outcome = try run(precompute(place, directions: found + 2))
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    let expected = try contents(StorePlace.directory.open(in: folder))
    let finished = try contents(store)
    #expect(Set(finished.keys) == Set(expected.keys))
    for (name, bytes) in expected { #expect(finished[name] == bytes, "\(name)") }
    #expect(folder.entries == ["names.db", "names.sketch"])
  }

  @Test func ofTwoWritersOneGivesWay() throws {
    let first = try CommandRun(precompute("sqlite:names.db", directions: 100_000), in: folder)
    defer { first.kill() }
    let store = try StorePlace.sqlite.open(in: folder)
    #expect(try first.waits { try store.exists() })
    let second = try run(precompute("sqlite:names.db", directions: 4))
    #expect(second.code == 75 && second.output.isEmpty)
    #expect(second.errors.contains("names.db is being written to by process "))
    #expect(try run(["inspect", "sqlite:names.db"]).code == 0)
  }

  @Test func aLimitThatIsReachedLeavesWhatWasThereAndIsContinued() throws {
    let command = precompute("sqlite:names.db", directions: 60)
    let cut = try run(command, script: "ulimit -f 200; \"$@\"")
    #expect(cut.code == 74)
    #expect(cut.errors.contains("what was stored before is intact"), "\(cut.errors)")
    let store = try StorePlace.sqlite.open(in: folder)
    for name in try store.list() { #expect(try store.read(name) != nil) }
    #expect(try run(command).code == 0)
    #expect(try SketchArchive.open(store).manifest.shards.count == 60)
  }
}
