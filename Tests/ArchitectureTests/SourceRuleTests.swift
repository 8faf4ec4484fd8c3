import Testing

@Suite("Rules for source files")
struct SourceRuleTests {
  /// The modules that no command line, terminal or environment reaches, and the plugins.
  static let quiet =
    ModuleGraph.modules.map(\.name).filter { !["LacunaCommands", "lacuna"].contains($0) }
    .map { "Sources/\($0)" } + ["Plugins"]

  private static func offences(
    _ pattern: Regex<Substring>,
    in folders: [String]
  ) throws -> [String] {
    try folders.flatMap { try SourceTree.files(under: $0, extensions: ["swift", "c", "h"]) }
      .flatMap { $0.lines(matching: pattern) }
  }

  @Test("nothing below the commands writes to the terminal")
  func nothingPrints() throws {
    let pattern =
      /\b(?:debugPrint|print|puts|fputs|printf)\(|\bstdout\b|\bstderr\b|FileHandle\.standard/
    let found = try Self.offences(pattern, in: Self.quiet)
    #expect(found == [])
  }

  @Test("nothing below the commands ends the process")
  func nothingExits() throws {
    // A child process whose parent has gone has nobody to tell.
    let child = "Sources/LacunaPluginHost/Child/ChildSide.swift:"
    let found = try Self.offences(/\b(?:exit|_exit|abort|quick_exit)\(/, in: Self.quiet)
    #expect(found.filter { !$0.hasPrefix(child) } == [])
  }

  @Test("nothing below the commands reads the environment or the arguments")
  func nothingReadsTheEnvironment() throws {
    let pattern = /\bgetenv\b|\.environment\b|\bCommandLine\b/
    let found = try Self.offences(pattern, in: Self.quiet)
    #expect(found == [])
  }

  @Test("no source traps where it could throw")
  func nothingTraps() throws {
    let pattern = /\btry!|\bas!|\bfatalError\(|\bnonisolated\(unsafe\)/
    let found = try Self.offences(pattern, in: ["Sources", "Plugins"])
    #expect(found == [])
  }

  @Test("tests neither sleep nor use XCTest")
  func testsDoNotSleep() throws {
    let sleeping = /\bu?sleep\(|\bnanosleep\(|\bTask\.sleep\b|\bThread\.sleep\b/
    let found = try Self.offences(sleeping, in: ["Tests"])
    #expect(found == [])
    let old = try SourceTree.files(under: "Tests").filter { $0.imports.contains("XCTest") }
    #expect(old.map(\.path) == [])
  }

  @Test("no source file is longer than 400 lines")
  func filesAreShort() throws {
    let long = try ["Sources", "Plugins", "Tests", "Benchmarks"]
      .flatMap { try SourceTree.files(under: $0, extensions: ["swift", "c", "h", "inc", "py"]) }
      .filter { $0.lineCount > 400 }
    #expect(long.map { "\($0.path): \($0.lineCount)" } == [])
  }

  @Test("comments and strings do not count as code")
  func codeIsSeparated() throws {
    let file = try #require(
      try SourceTree.files(under: "Tests/ArchitectureTests").first {
        $0.path.hasSuffix("SourceRuleTests.swift")
      }
    )
    // print( in a comment, and here in a string
    let text = "print("
    #expect(file.text.contains("// " + text))
    #expect(file.code.contains("func codeIsSeparated"))
    #expect(!file.code.contains("// " + text))
  }
}
