import Foundation
import LacunaProtocols
import LacunaSketching
import LacunaStores
import Testing

@testable import LacunaCommands

/// The estimate as reports write it.
struct EstimateAnswer: Decodable {
  struct Memory: Decodable, Equatable {
    let process, peakBefore, data, threads, workspace, calls, directions, shard, shardsAtOnce: Int
    let total: Int
  }
  struct Disk: Decodable, Equatable {
    let shards, baseState, programs, inputs, manifest, directions, perDirection, total: Int
  }
  struct Time: Decodable {
    let seconds: Double
    let basis: String
  }
  struct Work: Decodable {
    let multiplyAdds, multiplyAddsPerStep: Double
  }
  struct Seconds: Decodable { let seconds: Double }
  struct Taken: Decodable {
    let seconds: Double
    let memory: Int
  }
  let memory: Memory
  let disk: Disk
  let work: Work?
  let time: Time?
  let afterFirstBlock: Seconds?
  let taken: Taken?
}

struct EstimateTests {
  private struct Made: Decodable { let estimate: EstimateAnswer? }
  private struct Planned: Decodable {
    let estimate: EstimateAnswer
    let steps, signatures, parameters, state, directions, shards: Int
  }

  /// The most memory that a running child was seen to have, and what it said.
  private func watched(_ arguments: [String], in workshop: Workshop) throws -> (Outcome, Int) {
    let child = try Lacuna.start(arguments, in: workshop)
    var peak = 0
    _ = child.waits { () -> Bool in
      let status = try? String(contentsOfFile: "/proc/\(child.id)/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      peak = max(peak, line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
      return false
    }
    return (try child.wait(), peak * 1024)
  }

  @Test(arguments: [
    ["--shard-size", "8", "--threads", "1"],
    ["--shard-size", "64", "--threads", "1", "--precision", "f32"],
    ["--shard-size", "96", "--threads", "2"],
    ["--shard-size", "16", "--threads", "2", "--steps", "60"],
  ])
  func memoryAndDiskAreAsTheyWereSaidToBe(_ more: [String]) throws {
    let workshop = try Workshop()
    let recipe = Recipe.with {
      $0.directions = 96
      $0.degree = 3
      $0.steps = 6
    }
    let arguments = recipe.arguments.filter { $0 != "--shard-size" && $0 != "5" }
    let (outcome, seen) = try watched(arguments + more + ["--format", "json"], in: workshop)
    let estimate = try #require(try outcome.decoded(Made.self).estimate)
    let taken = try #require(estimate.taken)
    // What it says of itself it reads before it writes its answer and ends; the system counts pages by thread, and
    // adds them up now and then.
    #expect(seen <= taken.memory + (2 << 20) && seen > 0, "\(seen), \(taken.memory)")
    #expect(Double(taken.memory) <= 1.3 * Double(estimate.memory.total), "\(estimate)")
    // Nor is it so much that it says nothing.
    #expect(Double(estimate.memory.total) <= 1.3 * Double(taken.memory), "\(estimate)")
    // What the cache holds is no part of the sketch.
    let sizes = workshop.contents().filter {
      $0.key.hasPrefix("names.sketch/") && !$0.key.hasPrefix("names.sketch/cache/")
    }.mapValues(\.count)
    #expect(estimate.disk.total == sizes.values.reduce(0, +))
    #expect(
      estimate.disk.shards
        == sizes.filter { $0.key.contains("/shards/") }.values.reduce(0, +)
    )
    #expect(estimate.disk.directions == 96)
    #expect(outcome.errors.hasPrefix("estimate: about "))
    // A sketch that is there costs nothing.
    let again = try Lacuna.run(arguments + more + ["--format", "json"], in: workshop)
    #expect(try again.decoded(Made.self).estimate == nil && again.errors.isEmpty)
  }

  @Test func inspectPlansARunAsPrecomputeDoes() throws {
    let workshop = try Workshop()
    let recipe = Recipe.with { $0.directions = 20 }
    let place = try #require(recipe.arguments.firstIndex(of: "--store"))
    var arguments = recipe.arguments
    arguments.removeSubrange(place...(place + 1))
    arguments = ["inspect"] + arguments.dropFirst() + ["--threads", "2", "--format", "json"]
    let before = workshop.contents()
    let planned = try Lacuna.run(arguments, in: workshop).decoded(Planned.self)
    #expect(workshop.contents() == before)
    #expect(planned.directions == 20 && planned.shards == 4 && planned.steps == 12)
    #expect(planned.state == 3 * planned.parameters)
    let made = try Lacuna.run(
      recipe.arguments + ["--threads", "2", "--format", "json"],
      in: workshop
    ).decoded(Made.self)
    let (a, b) = (planned.estimate, try #require(made.estimate))
    #expect(a.disk == b.disk)
    #expect(a.memory.workspace == b.memory.workspace && a.memory.shard == b.memory.shard)
    #expect(a.memory.threads == 2 && b.memory.threads == 2)
    #expect(a.work?.multiplyAdds == b.work?.multiplyAdds)
    #expect(try #require(a.time).seconds > 0 && a.time?.basis == "timed")
    #expect(a.taken == nil && b.taken != nil && b.afterFirstBlock != nil)
    let text = try Lacuna.run(Array(arguments.dropLast(2)), in: workshop).output
    for title in ["learner ", "work ", "memory ", "disk ", "time  "] {
      #expect(text.contains("\n" + title) || text.hasPrefix(title), "\(title)")
    }
  }

  @Test(arguments: [
    [], ["names.sketch", "--learner", "microgpt", "--data", "names.txt"],
    ["--learner", "microgpt"], ["--data", "names.txt"],
  ])
  func inspectWantsASketchOrARun(_ arguments: [String]) throws {
    let outcome = try Lacuna.run(["inspect"] + arguments, in: Workshop())
    #expect(outcome.code == 64)
    let isBoth = arguments.isEmpty || arguments.count == 5
    #expect(
      outcome.errors.contains(isBoth ? "give either a sketch, or --learner" : "is missing"),
      "\(outcome.errors)"
    )
  }

  @Test func aRunThatNoMachineHasTheMemoryForIsRefused() throws {
    let workshop = try Workshop()
    let outcome = try Recipe.with {
      $0.directions = 10_000_000
      $0.shardSize = 10_000_000
      $0.degree = 4
    }.make(in: workshop, expecting: 71)
    #expect(outcome.errors.contains("error: the run takes at least 2.4 TiB of memory"))
    #expect(outcome.errors.contains("a smaller --shard-size"))
    #expect(workshop.files(in: "names.sketch").isEmpty)
  }
}

/// Room that is made up.
struct RoomTests {
  private func estimate() throws -> RunEstimate {
    let manifest = SketchManifest(
      learner: .init(name: "a", version: "1", configuration: [:]),
      data: .init(path: "d", digest: SHA256Digest.of(""), format: .lines, examples: 3, units: 3),
      training: .init(steps: 1),
      expansion: .init(degree: 2, seed: 1),
      parameters: [.init(name: "w", shape: [1000])]
    )
    let ranges = (0..<10).map { ($0 * 10)..<($0 * 10 + 10) }
    return RunEstimate(
      memory: MemoryEstimate(
        process: 5_000_000,
        peakBefore: 0,
        data: 0,
        threads: 2,
        workspace: 1_000_000,
        calls: 0,
        directions: 0,
        shard: 320_400,
        shardsAtOnce: 2
      ),
      disk: try SketchSize(manifest, adding: ranges),
      work: nil,
      time: nil
    )
  }

  private func warnings(_ memory: Int?, _ free: Int?, _ disk: Int?) throws -> [String] {
    try Room(memory: memory, freeMemory: free, freeDisk: disk)
      .warnings(estimate(), store: "s.sketch", advice: "; advice")
  }

  @Test func enoughRoomIsNotWorthAWord() throws {
    #expect(try warnings(nil, nil, nil).isEmpty)
    #expect(try warnings(2_320_400, 2_640_800, try estimate().disk.total).isEmpty)
  }

  @Test func littleRoomIsAWarningWithTheWayOut() throws {
    let memory = try warnings(10_000_000, 2_640_799, nil)
    #expect(memory == ["the run will take 2.5 MiB more memory, of which 2.5 MiB is free; advice"])
    let disk = try estimate().disk
    let some = try warnings(nil, nil, disk.total - disk.shards + 35 * disk.perDirection)
    #expect(some.count == 1 && some[0].contains("enough for about 35 directions; --precision f32"))
  }

  @Test func noRoomIsAnError() throws {
    #expect(throws: SessionError.memory(needed: 2_320_400, present: 2_320_399)) {
      try warnings(2_320_399, nil, nil)
    }
    let disk = try estimate().disk
    let first = disk.total - disk.shards + 320_400
    #expect(throws: SessionError.disk(store: "s.sketch", needed: first, free: first - 1)) {
      try warnings(nil, nil, first - 1)
    }
    #expect(try warnings(nil, nil, first).count == 1)
    let error = SessionError.disk(store: "s.sketch", needed: 2048, free: 1024)
    #expect(error.category == .cannotCreate)
    #expect("\(error)".contains("takes 2.0 KiB, and 1.0 KiB is free on its disk; a smaller"))
    #expect(SessionError.memory(needed: 1, present: 0).category == .osError)
  }

  @Test func theMachineIsAsked() throws {
    let room = Room(store: DirectoryStore(path: "/tmp/nowhere/at/all.sketch"))
    let (memory, free) = (try #require(room.memory), try #require(room.freeMemory))
    #expect(free > 0 && free <= memory)
    #expect(try #require(room.freeDisk) > 0)
    #expect(Machine.resident > 1 << 20)
    #expect(Machine.peak >= 1 << 20)
  }
}
