import Foundation
import LacunaStores
import Testing

/// Places that take no more.
struct OutputTests {
  private let question = ["predict", "names.sketch", "--delete", "3", "--query", "max"]

  @Test func aFullDiskIsAnErrorThatLeavesEarlierShardsWhole() throws {
    let workshop = try Workshop()
    let small = Recipe.with {
      $0.directions = 2
      $0.shardSize = 2
    }
    try small.make(in: workshop)
    let before = try SketchContents("names.sketch", in: workshop).tangents()

    let large = Recipe.with {
      $0.directions = 7
      $0.shardSize = 5
    }
    // 800 blocks of 512 bytes: enough for a shard of 2 directions, not for one of 5.
    let outcome = try Lacuna.run(
      script: "ulimit -f 800; exec \"$@\"",
      large.arguments,
      in: workshop
    )
    #expect(outcome.code == 74 && outcome.output.isEmpty)
    let shard = "names.sketch/shards/00000002-00000005.safetensors"
    #expect(outcome.errors.contains("\(shard): no room to write "), "\(outcome.errors)")
    #expect(outcome.errors.contains("what was stored before is intact"))
    #expect(workshop.files(in: "names.sketch/shards").count == 1)
    #expect(!workshop.contents().keys.contains { $0.contains(".tmp-") })
    #expect(try SketchContents("names.sketch", in: workshop).tangents() == before)

    try large.make(in: workshop)
    try Recipe.with {
      $0.store = "whole.sketch"
      $0.directions = 7
    }.make(in: workshop)
    #expect(
      try SketchContents("names.sketch", in: workshop).tangents()
        == SketchContents("whole.sketch", in: workshop).tangents()
    )
  }

  @Test func aSketchThatCannotBeWrittenToAnswersUncached() throws {
    let workshop = try SharedSketch.workshop()
    let expected = try workshop.predict("3").prediction
    for file in workshop.files(in: "names.sketch/cache") {
      try workshop.remove("names.sketch/cache/\(file)")
    }
    let outcome = try Lacuna.run(
      script: "(ulimit -f 0; exec \"$@\") | cat",
      question + ["--format", "json"],
      in: workshop
    )
    #expect(try outcome.decoded(PredictionAnswer.self).prediction == expected)
    #expect(workshop.files(in: "names.sketch/cache").isEmpty)
  }

  @Test(arguments: [[], ["--help"]])
  func aFullStandardOutputIsAnError(_ more: [String]) throws {
    let workshop = try SharedSketch.workshop()
    let outcome = try Lacuna.run(
      script: "exec \"$@\" > /dev/full",
      question + more,
      in: workshop
    )
    #expect(outcome.code == 74)
    #expect(
      outcome.errors
        == "error: cannot write the result to standard output: No space left on device\n"
    )
  }

  @Test func aReaderThatLeavesIsNotWorthAMessage() throws {
    let workshop = try SharedSketch.workshop()
    // The reader has gone before anything is written: the command waits for the end of its input.
    let outcome = try Lacuna.run(
      script: "mkfifo gone; (: < gone) & { wait; \"$@\"; echo $? >&2; } > gone",
      question,
      in: workshop
    )
    #expect(outcome.output.isEmpty && outcome.errors == "74\n")
  }

  @Test func closedStreamsDoNoHarm() throws {
    let workshop = try SharedSketch.workshop()
    let outcome = try Lacuna.run(
      script: "\"$@\" >&- 2>&-; exit $?",
      question,
      in: workshop
    )
    #expect(outcome.code == 74)
  }
}
