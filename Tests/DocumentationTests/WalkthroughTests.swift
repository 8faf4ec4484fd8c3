import Foundation
import Testing

@Suite("The walk through writing a plugin")
struct WalkthroughTests {
  static let path = "Docs/WritingAPlugin.md"
  /// Where Lacuna was installed for this test, as `.ci/templates` does.
  static let prefix = ProcessInfo.processInfo.environment["LACUNA_TEST_PREFIX"]

  @Test("the code shown is that of the packages that are written")
  func codeIsThatOfTheTemplates() throws {
    try #require(Executable.isBuilt, "lacuna is not beside the tests")
    let document = try Document(Self.path)
    let executable = try Executable()
    defer { try? executable.remove() }
    let commands = document.examples.filter { $0.exitCode == 0 }.flatMap(\.commands)
      .filter { $0.hasPrefix("lacuna plugins new ") }
    #expect(commands.count == 6)
    for command in commands {
      let outcome = try executable.run(command)
      try #require(outcome.exitCode == 0, "\(outcome.error)")
    }
    var shown: Set<Substring> = []
    for block in document.blocks where ["swift", "c"].contains(block.language) {
      let file = try #require(block.info.dropFirst().first, "line \(block.line) names no file")
      let url = executable.folder.appendingPathComponent(file)
      let found = Self.masked(try String(contentsOf: url, encoding: .utf8))
      let code = Self.masked(block.lines.joined(separator: "\n"))
      #expect(found.contains(code + "\n"), "\(Self.path), line \(block.line) is not in \(file)")
      shown.insert(file.prefix { $0 != "/" })
    }
    #expect(shown.count == 6)
  }

  /// Where the SDK lies depends on the machine.
  private static func masked(_ code: String) -> String {
    code.replacing(#/"/[^"]*"/#, with: "\"FOLDER\"")
  }

  @Test(
    "from new to a prediction, for all six, against an installed Lacuna",
    .enabled(if: prefix != nil, "LACUNA_TEST_PREFIX is not set; .ci/templates sets it")
  )
  func commandsRun() throws {
    let executable = try Executable(programs: try #require(Self.prefix) + "/bin")
    defer { try? executable.remove() }
    try Document(Self.path).check(with: executable) { command, place in
      #expect(command.contains(#/^(?:lacuna|make) /#), "\(place)")
      return command
    }
  }
}
