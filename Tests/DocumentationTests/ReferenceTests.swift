import Foundation
import LacunaPrograms
import LacunaSketching
import Testing

@Suite("What the documents promise")
struct ReferenceTests {
  @Test("links within the package lead somewhere")
  func linksResolve() throws {
    var count = 0
    for document in try Document.all() {
      let folder = Document.root.appendingPathComponent(document.path).deletingLastPathComponent()
      for link in document.links where !link.contains("://") && !link.hasPrefix("mailto:") {
        count += 1
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let target =
          parts[0].isEmpty
          ? Document.root.appendingPathComponent(document.path)
          : folder.appendingPathComponent(String(parts[0])).standardizedFileURL
        guard FileManager.default.fileExists(atPath: target.path) else {
          Issue.record("\(document.path): no \(link)")
          continue
        }
        guard parts.count == 2, target.pathExtension == "md" else { continue }
        let other = try Document(String(target.path.dropFirst(Document.root.path.count + 1)))
        #expect(other.anchors.contains(String(parts[1])), "\(document.path): no \(link)")
      }
    }
    #expect(count > 0)
  }

  @Test("every command and option is described, and nothing else")
  func optionsAreDescribed() throws {
    try #require(Executable.isBuilt, "lacuna is not beside the tests")
    let document = try Document("Docs/Commands.md")
    let executable = try Executable()
    defer { try? executable.remove() }
    let shared = Self.options(in: try #require(document.section("Options that commands share")))
    for command in try Self.commands(of: "lacuna", executable) {
      let name = command.dropFirst("lacuna ".count)
      guard let section = document.section(String(name)) else {
        Issue.record("Docs/Commands.md has no section '\(name)'")
        continue
      }
      let offered = Self.options(in: try executable.run("\(command) --help").output)
      let described = Self.options(in: section)
      #expect(offered.subtracting(shared).subtracting(described) == [], "\(name)")
      #expect(described.subtracting(offered) == [], "\(name)")
    }
  }

  private static func options(in text: String) -> Set<String> {
    Set(text.matches(of: /(?:^|[^\w-])--([a-z][a-z-]*)/).map { String($0.1) })
  }

  /// The commands below one that have none below themselves.
  private static func commands(of command: String, _ executable: Executable) throws -> [String] {
    let help = try executable.run("\(command) --help").output
    guard let list = help.components(separatedBy: "SUBCOMMANDS:\n").dropFirst().first else {
      return [command]
    }
    return try list.matches(of: /(?m)^  ([a-z]+)\s/).flatMap {
      try commands(of: "\(command) \($0.1)", executable)
    }
  }

  @Test("the operation table is complete")
  func operationsAreDescribed() throws {
    let text = try Document("Docs/Programs.md").text
    let missing = (Operation.names + ["input", "constant"]).filter { !text.contains("`\($0)`") }
    #expect(missing == [])
  }

  @Test("the directions of the store format are those that are made")
  func directionsAreAsSpecified() throws {
    let rows = try #require(try Document("Docs/StoreFormat.md").section("Directions"))
      .matches(of: /(?m)^\| (\d+) \| (\d+) \| (\d+) \| (-?[\d.]+) \| (-?[\d.]+) \|$/)
    #expect(rows.count == 6)
    for row in rows {
      let seed = try #require(UInt64(row.1))
      let (index, unit) = (try #require(Int(row.2)), try #require(Int(row.3)))
      let found = Directions.random(seed: seed).direction(index, units: 3)[unit]
      #expect(abs(found.re - (try #require(Double(row.4)))) < 1e-15)
      #expect(abs(found.im - (try #require(Double(row.5)))) < 1e-15)
    }
  }
}
