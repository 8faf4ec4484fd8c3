import Foundation
import LacunaConformance
import Testing

@Suite("The catalogue of checks")
struct CatalogueTests {
  @Test("every check has a name of its own, and a clause")
  func namesAreUnique() {
    let checks = ConformanceCatalogue.all
    #expect(Set(checks.map(\.id)).count == checks.count)
    for check in checks {
      #expect(check.clause.split(separator: ".").count == 2, "\(check.id): clause \(check.clause)")
      #expect(!check.summary.isEmpty && !check.summary.hasSuffix("."), "\(check.id)")
    }
  }

  private static func document(_ name: String) throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Docs/\(name)").standardizedFileURL
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test("the document lists the checks as they are, in order")
  func documented() throws {
    let rows = try Self.document("Conformance.md").split(separator: "\n")
      .filter { $0.hasPrefix("| `") && $0.contains("/") && !$0.contains("exit(0)") }
    let expected = ConformanceCatalogue.all.map {
      "| `\($0.id)` | \($0.severity.rawValue) | \($0.clause) | \($0.summary) |"
    }
    for row in expected { #expect(rows.contains { $0 == row }, "Docs/Conformance.md lacks \(row)") }
    let extra = rows.map(String.init).filter { !expected.contains($0) }
    #expect(extra == [])
    let firstOutOfOrder = zip(rows.map(String.init), expected).first { $0 != $1 }?.0
    #expect(firstOutOfOrder == nil && rows.count == expected.count)
  }

  @Test("every clause that is named is there")
  func clausesExist() throws {
    let document = try Self.document("PluginABI.md")
    for check in ConformanceCatalogue.all {
      #expect(document.contains("\n**\(check.clause)** "), "\(check.id): clause \(check.clause)")
    }
  }

  @Test("routines have names of their own")
  func routinesAreUnique() {
    let names = ConformanceCatalogue.routines.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
