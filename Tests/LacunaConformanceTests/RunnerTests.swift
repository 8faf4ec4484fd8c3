import Foundation
import LacunaConformance
import Synchronization
import Testing

@Suite("The runner of checks")
struct RunnerTests {
  private func library(_ definitions: String...) throws -> String {
    try Bench.compile(PluginInC.source, definitions: definitions)
  }

  private func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
  }

  @Test("results come in the order of the checks, and each is told once")
  func order() throws {
    let path = try library()
    defer { remove(path) }
    let checks = ConformanceCatalogue.all.filter { $0.category == .library }.reversed()
    let told = Mutex<[String]>([])
    let results = try Bench.runner(width: 3).run(Array(checks), on: path) { result in
      told.withLock { $0.append(result.check.id) }
    }
    #expect(results.map(\.check.id) == checks.map(\.id))
    #expect(told.withLock { $0.sorted() } == checks.map(\.id).sorted())
  }

  @Test("a library that cannot be loaded is not tried again and again")
  func gate() throws {
    let path = try library("FAULT_EXIT")
    defer { remove(path) }
    let results = try Bench.runner(width: 2).run(ConformanceCatalogue.all, on: path)
    #expect(results.first?.verdict == .crash("the plugin ended the process with exit(0)"))
    #expect(results.first { $0.check.id == "library/entry-symbol" }?.verdict == .passed)
    let others = results.filter { $0.check.category != .library }
    #expect(others.allSatisfy { $0.verdict.isNotApplicable })
  }

  @Test("what crashes in a further process of a check is its finding")
  func routines() throws {
    let path = try library("FAULT_ABORT")
    defer { remove(path) }
    let check = try #require(ConformanceCatalogue.check("library/load-time"))
    let result = try Bench.runner().run(check, on: path)
    #expect(result.finding?.contains("SIGABRT") == true, "\(result.verdict)")
  }

  @Test("nothing is left behind, and nothing runs on")
  func clean() throws {
    let path = try library("FAULT_FILE")
    defer { remove(path) }
    var runner = Bench.runner()
    runner.scratchRoot = "\(Bench.folder)/\(UUID().uuidString)"
    let check = try #require(ConformanceCatalogue.check("library/no-files"))
    #expect(try runner.run(check, on: path).finding != nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: runner.scratchRoot).isEmpty)
    try FileManager.default.removeItem(atPath: runner.scratchRoot)
  }

  @Test("a plugin cannot write to what the host has open")
  func descriptors() throws {
    let path = try library("FAULT_FORGES")
    defer { remove(path) }
    let file = "\(Bench.folder)/\(UUID().uuidString)"
    // Stays open across the start of programs.
    let leaked = open(file, O_WRONLY | O_CREAT, 0o600)
    defer { close(leaked) }
    #expect(try Bench.runner().run(ConformanceCatalogue.all[0], on: path).finding != nil)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)).isEmpty)
    try FileManager.default.removeItem(atPath: file)
  }

  @Test("it stops when it is asked to")
  func cancellation() throws {
    let count = Mutex(0)
    var runner = Bench.runner()
    runner.isCancelled = {
      count.withLock { value in
        value += 1
        return value > 3
      }
    }
    let checks = ConformanceCatalogue.all.filter { $0.category == .descriptor }
    let results = try runner.run(checks, on: Bench.shipped("microgpt"))
    #expect(results.map(\.check.id) == checks.prefix(3).map(\.id))
  }

  @Test("an executable that is not there is an error, no finding")
  func missing() {
    var runner = Bench.runner()
    runner.launcher.executable = "/nowhere/lacuna"
    #expect(throws: (any Error).self) {
      try runner.run(ConformanceCatalogue.all[0], on: Bench.shipped("microgpt"))
    }
  }

  @Test("a damaged library is a finding, never the end", arguments: 0..<6)
  func damage(round: Int) throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: Bench.shipped("standard")))
    var random = SplitMix(state: UInt64(round) &* 77)
    var damaged = whole
    if round.isMultiple(of: 2) {
      damaged = damaged.prefix(Int(random.next() % UInt64(whole.count)))
    }
    for _ in 0..<40 {
      // In the header, the section headers at the end, or anywhere.
      let limit = round % 3 == 0 ? 64 : damaged.count
      if damaged.count > 64 {
        damaged[Int(random.next() % UInt64(limit))] = UInt8(random.next() % 256)
      }
    }
    let path = "\(Bench.folder)/damaged-\(round).so"
    try damaged.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    for name in ["loads", "entry-symbol", "only-export", "no-collision", "no-executable-stack"] {
      let check = try #require(ConformanceCatalogue.check("library/\(name)"))
      let result = try Bench.runner().run(check, on: path)
      guard name != "loads" else { continue }
      if case .crash = result.verdict { Issue.record("\(name): \(result.verdict)") }
    }
  }
}

extension Verdict {
  fileprivate var isNotApplicable: Bool {
    if case .notApplicable = self { true } else { false }
  }
}

private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    let z = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    return z ^ (z >> 27)
  }
}
