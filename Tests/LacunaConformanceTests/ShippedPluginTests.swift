import Foundation
import LacunaConformance
import Testing

@Suite("Plugins that ship with Lacuna")
struct ShippedPluginTests {
  @Test("they break no rule", arguments: ["microgpt", "standard"])
  func conforms(name: String) throws {
    let path = Bench.shipped(name)
    try #require(FileManager.default.fileExists(atPath: path), "\(path) is not built")
    let results = try Bench.runner(width: 2).run(ConformanceCatalogue.all, on: path)
    #expect(results.count == ConformanceCatalogue.all.count)
    // A debug build is told from others, and rightly so.
    for result in results where result.check.id != "library/release-build" {
      #expect(result.finding == nil, "\(result.check.id)")
    }
  }
}
