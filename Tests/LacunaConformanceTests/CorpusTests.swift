import Foundation
import LacunaConformance
import LacunaTestSupport
import Testing

/// Plugins with one fault each, for the checks of learning, encoding, measurements and stores.
@Suite("The corpus of bad plugins")
struct CorpusTests {
  static let inC = CorpusPlugin.all("C", ending: ".c")

  @Test("the corpus has a plugin for every check")
  func everyCheckFails() {
    let known = Set((Self.inC + SwiftCorpus.plugins).map(\.check))
    let categories: [ConformanceCheck.Category] = [.learning, .encode, .measurement, .store]
    let missing = ConformanceCatalogue.all.filter { categories.contains($0.category) }.map(\.id)
      .filter { !known.contains($0) && !Self.excused.contains($0) }
    #expect(missing == [])
    #expect(Self.inC.count >= 40 && SwiftCorpus.plugins.count >= 8)
  }

  /// Checks of the host as much as of a plugin: no fault of a plugin alone is known to break them.
  private static let excused: Set<String> = ["measurement/lanes"]

  @Test("a plugin without a fault passes all checks")
  func theOriginalIsGood() throws {
    let checks = ConformanceCatalogue.all.filter { $0.severity > .note }
    for result in try Bench.runner(width: 2).run(checks, on: CorpusPlugin.compile("good.h")) {
      #expect(result.finding == nil, "\(result.check.id)")
    }
  }

  @Test("the plugin in Swift without a fault passes all checks")
  func theOriginalInSwiftIsGood() throws {
    let checks = ConformanceCatalogue.all.filter { $0.severity > .note }
    let path = try SwiftCorpus.library("keeps-all-rules")
    for result in try Bench.runner(width: 2).run(checks, on: path) {
      #expect(result.finding == nil, "\(result.check.id)")
    }
  }

  @Test("the check meant for a plugin in C finds its fault, and others find none", arguments: inC)
  func isFound(plugin: CorpusPlugin) throws {
    let path = try plugin.compiled()
    defer {
      try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }
    try Self.expect(plugin, path)
  }

  @Test("the check meant for a plugin in Swift finds its fault", arguments: SwiftCorpus.plugins)
  func isFoundInSwift(plugin: CorpusPlugin) throws {
    try Self.expect(plugin, SwiftCorpus.library(plugin))
  }

  private static func expect(_ plugin: CorpusPlugin, _ path: String) throws {
    let meant = try #require(ConformanceCatalogue.check(plugin.check), "\(plugin.check)")
    let found = try Bench.runner().run(meant, on: path)
    #expect(found.finding != nil, "\(plugin): \(found.verdict)")
    // A few others, or all of them, which may have no finding.
    var random = SplitMix64(name: plugin.name)
    let others = ConformanceCatalogue.all.filter {
      !plugin.isBroken(for: $0.id) && $0.severity > .note
        && (Stress.isOn || !slow.contains($0.id))
    }
    let count = Stress.count(2, all: others.count)
    for check in others.shuffled(using: &random).prefix(count) {
      let result = try Bench.runner().run(check, on: path)
      #expect(result.finding == nil, "\(plugin): \(check.id)")
    }
  }

  /// Checks that take more than a second.
  private static let slow: Set<String> = [
    "store/kill", "store/concurrent-readers", "store/lock", "encode/huge-records",
  ]
}
