import Foundation
import LacunaConformance
import LacunaTestSupport
import Testing

@Suite("Plugins that ship with Lacuna", .serialized)
struct ShippedPluginTests {
  private static let names = [
    "logistic-regression", "matrix-factorization", "microgpt", "mlp", "ridge", "sqlite-store",
    "standard", "supervised",
  ]

  /// All checks under stress, else those of cases and every fourth other, beginning elsewhere for each plugin:
  /// between the plugins no check is left out for long.
  private static func sample(_ name: String) -> [ConformanceCheck] {
    let stride = Stress.count(4, all: 1)
    let offset = names.firstIndex(of: name) ?? 0
    return ConformanceCatalogue.all.enumerated().filter { index, check in
      check.category == .cases || check.id == "library/loads"
        || (index + offset).isMultiple(of: stride)
    }.map(\.element)
  }

  @Test("they break no rule", arguments: names)
  func conforms(name: String) throws {
    let path = Bench.shipped(name)
    try #require(FileManager.default.fileExists(atPath: path), "\(path) is not built")
    let checks = Self.sample(name)
    let results = try Bench.runner(width: 2).run(checks, on: path)
    #expect(results.map(\.check.id) == checks.map(\.id))
    // A debug build is noted, and rightly so.
    for result in results where result.check.id != "library/release-build" {
      #expect(result.finding == nil, "\(result.check.id)")
    }
    // Stores need no case.
    let numbers = results.first { $0.check.id == "cases/expectations" }
    #expect(numbers?.verdict == .passed || name == "sqlite-store")
  }

  @Test("every plugin that is built here is among them")
  func complete() throws {
    let folders = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Plugins").standardizedFileURL
    let plugins = try FileManager.default.contentsOfDirectory(
      at: folders,
      includingPropertiesForKeys: [.isDirectoryKey]
    ).filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
    #expect(plugins.count == Self.names.count)
  }
}
