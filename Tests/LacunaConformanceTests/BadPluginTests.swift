import Foundation
import LacunaConformance
import LacunaTestSupport
import Testing

@Suite("Plugins with one fault each")
struct BadPluginTests {
  @Test(
    "the check meant for it finds it",
    arguments: BadPlugin.library + BadPlugin.descriptor + BadPlugin.trace + BadPlugin.cases
  )
  func isFound(plugin: BadPlugin) throws {
    let path = try Bench.compile(plugin)
    defer {
      try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }
    let check = try #require(ConformanceCatalogue.check(plugin.check))
    // What takes everything takes less of it here.
    let result = try Bench.runner(memoryLimit: 1 << 30).run(
      check.with(timeout: plugin.timeout),
      on: path
    )
    #expect(result.finding?.contains(plugin.message) == true, "\(result.verdict)")
  }

  @Test("without a fault, nothing is found")
  func theOriginalIsGood() throws {
    let path = try Bench.compile(PluginInC.source)
    for result in try Bench.runner(width: 2).run(ConformanceCatalogue.all, on: path) {
      #expect(result.finding == nil, "\(result.check.id)")
    }
  }

  @Test("every check has a plugin that it is meant for")
  func everyCheckFails() {
    let known = Set(
      (BadPlugin.library + BadPlugin.descriptor + BadPlugin.trace + BadPlugin.cases).map(\.check)
    )
    let mine: [ConformanceCheck.Category] = [.library, .descriptor, .trace, .cases]
    let missing = ConformanceCatalogue.all.filter { mine.contains($0.category) }.map(\.id)
      .filter { !known.contains($0) }
    #expect(missing == [])
  }
}

extension ConformanceCheck {
  /// The same with another patience.
  fileprivate func with(timeout: Double?) -> ConformanceCheck {
    ConformanceCheck(
      category,
      id.split(separator: "/").last.map(String.init) ?? id,
      severity,
      clause: clause,
      summary,
      timeout: timeout ?? self.timeout,
      body: body
    )
  }
}
