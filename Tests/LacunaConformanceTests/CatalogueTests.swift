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
}
