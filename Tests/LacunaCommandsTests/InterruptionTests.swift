import Foundation
import LacunaStores
import Testing

/// Runs that are cut short in the middle, or meet in one store.
struct InterruptionTests {
  /// So many directions that no machine has done them before the signal comes.
  private let long = Recipe.with {
    $0.steps = 60
    $0.directions = 600
    $0.shardSize = 1
    $0.more = ["--threads", "2"]
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
  func whatIsFinishedStaysAndTheRunContinuesToTheSameBits(_ number: Int32) throws {
    let workshop = try Workshop()
    let child = try Lacuna.start(long.arguments, in: workshop)
    #expect(child.waits { !workshop.files(in: "names.sketch/shards").isEmpty })
    child.signal(number)
    let outcome = try child.wait()
    #expect(outcome.output.isEmpty)

    let before = try SketchContents("names.sketch", in: workshop)
    let found = before.archive.manifest.shards.reduce(0) { $0 + $1.count }
    if number == SIGKILL {
      #expect(outcome.code == 128 + SIGKILL)
    } else {
      #expect(outcome.code == 75)
      let message = "interrupted; \(found) of 600 directions are in names.sketch"
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(!workshop.contents().keys.contains { $0.contains(".tmp-") })
    }
    let kept = try before.tangents()

    // The same command, but for an end that is nearer. Threads are not in step: what is there may have gaps.
    let end = before.archive.manifest.shards.map(\.range.upperBound).max() ?? 0
    var rest = long
    rest.directions = end + 3
    try rest.make(in: workshop)
    var whole = rest
    whole.store = "whole.sketch"
    whole.shardSize = 64
    try whole.make(in: workshop)
    let expected = try SketchContents("whole.sketch", in: workshop).tangents()
    let after = try SketchContents("names.sketch", in: workshop).tangents()
    #expect(after == expected)
    #expect(kept.allSatisfy { after[$0.key] == $0.value })
    #expect(!workshop.contents().keys.contains { $0.contains(".tmp-") })
  }

  /// A library that trains in a process of its own is where the run is when somebody stops it.
  @Test func aRunInAnotherProcessContinuesToo() throws {
    let workshop = try Workshop()
    let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/foreign-learner").standardizedFileURL
    for file in ["ridge.c", "ridge.lacuna.json", "points.csv"] {
      try workshop.write(file, [UInt8](Data(contentsOf: example.appendingPathComponent(file))))
    }
    try workshop.compile("ridge", String(decoding: workshop.read("ridge.c"), as: UTF8.self))
    let child = try Lacuna.start(
      [
        "precompute", "--learner", "c-ridge", "--data", "points.csv", "--plugin-path", ".",
        "--directions", "4000", "--shard-size", "1", "--degree", "1", "--store", "points.sketch",
      ],
      in: workshop
    )
    #expect(child.waits { !workshop.files(in: "points.sketch/shards").isEmpty })
    child.signal(SIGINT)
    let outcome = try child.wait()
    #expect(outcome.code == 75)
    let expected = "of 4000 directions are in points.sketch, and the same command continues"
    #expect(outcome.errors.contains(expected), "\(outcome.errors)")
  }

  @Test func theSameCommandEndsWhatItBegan() throws {
    let workshop = try SharedSketch.workshop()
    let expected = try SketchContents("names.sketch", in: workshop).tangents()
    // As a run leaves it that ended after the first shard.
    try Recipe.with {
      $0.store = "cut.sketch"
      $0.directions = 5
    }.make(in: workshop)
    let outcome = try Recipe.with { $0.store = "cut.sketch" }.make(in: workshop)
    #expect(outcome.output.contains("7 directions in"))
    #expect(try SketchContents("cut.sketch", in: workshop).tangents() == expected)
  }

  @Test func oneWriterAtATimeAndReadersMeanwhile() throws {
    let workshop = try Workshop()
    let first = try Lacuna.start(long.arguments, in: workshop)
    defer { first.signal(SIGKILL) }
    #expect(first.waits { !workshop.files(in: "names.sketch/shards").isEmpty })
    let second = try Lacuna.run(long.arguments, in: workshop)
    #expect(second.code == 75 && second.output.isEmpty)
    #expect(second.errors.contains("error: names.sketch is being written to by process "))

    let answer = try workshop.predict("3-9")
    #expect(answer.deleted.count == 7 && answer.base.isFinite)
    #expect(workshop.files(in: "names.sketch/cache").isEmpty)
    let inspect = try Lacuna.run(["inspect", "names.sketch"], in: workshop)
    #expect(inspect.code == 0)
    #expect(first.isRunning)
  }

  @Test func ofTwoThatBeginAtOnceOneGivesWay() throws {
    let workshop = try Workshop()
    let children = try (0..<2).map { _ in try Lacuna.start(long.arguments, in: workshop) }
    defer { children.forEach { $0.signal(SIGKILL) } }
    #expect(children[0].waits { !children[1].isRunning } || children[1].isRunning)
    let loser = try #require(children.first { !$0.isRunning }).wait()
    #expect(loser.code == 75 && loser.output.isEmpty, "\(loser.errors)")
    #expect(loser.errors.contains("names.sketch is being written to by process"))
  }

  @Test func anotherHolderOfTheLockIsNamed() throws {
    let workshop = try SharedSketch.workshop()
    let lock = try DirectoryStore(path: workshop.path("names.sketch")).lock()
    let outcome = try Lacuna.run(Recipe().arguments, in: workshop)
    #expect(outcome.code == 75)
    #expect(outcome.errors.contains("process \(getpid()) on "))
    withExtendedLifetime(lock) {}
    // Truth and curve write nothing, and so lock nothing.
    #expect(try workshop.retrain("3").count == 1)
  }

  /// A plugin that never comes back from its entry.
  private static let hanging = """
    #include <lacuna.h>
    #include <stdio.h>
    #include <unistd.h>
    const lacuna_plugin *lacuna_plugin_entry(const lacuna_host *host) {
      (void)host;
      FILE *file = fopen("worker", "w");
      fprintf(file, "%d\\n", getpid());
      fclose(file);
      for (;;) pause();
    }
    """

  @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
  func nobodyWaitsForAPluginThatHangsAndNothingIsLeftOfIt(_ number: Int32) throws {
    let workshop = try Workshop()
    try workshop.compile("hanging", Self.hanging)
    let child = try Lacuna.start(["plugins", "show", "./libhanging.so"], in: workshop)
    var worker: Int32?
    #expect(
      child.waits {
        let text = String(decoding: (try? workshop.read("worker")) ?? [], as: UTF8.self)
        worker = text.hasSuffix("\n") ? Int32(text.dropLast()) : nil
        return worker != nil
      }
    )
    child.signal(number)
    let outcome = try child.wait()
    if number == SIGKILL {
      #expect(outcome.code == 128 + SIGKILL)
    } else {
      #expect(outcome.code == 75)
      #expect(outcome.errors.contains("interrupted while"), "\(outcome.errors)")
    }
    let identifier = try #require(worker)
    var looks = 0
    while kill(identifier, 0) == 0, looks < 10_000 {
      _ = poll(nil, 0, 1)
      looks += 1
    }
    #expect(kill(identifier, 0) != 0, "the process of the plugin is still there")
  }
}
