import Foundation
import LacunaPluginHost
import LacunaProtocols
import Testing

@testable import LacunaCommands

struct PluginTemplateTests {
  static let names = ["a", "my-model", "x2-3y", String(repeating: "long-", count: 12) + "name"]

  @Test func everyCombinationIsAPackage() throws {
    #expect(PluginTemplate.all.count == 6)
    for template in PluginTemplate.all {
      let files = try template.files("my-model")
      let isSwift = template.language == .swift
      let paths = Set(files.keys)
      #expect(paths.isSuperset(of: ["README.md", "Makefile", "Tests/run", ".gitignore"]))
      #expect(paths.contains("Package.swift") == isSwift)
      #expect(paths.contains("Sources/MyModelPlugin/Plugin.swift") == isSwift)
      #expect(paths.contains("Sources/\(template.kind.rawValue).c") == !isSwift)
      #expect(files.values.allSatisfy { !$0.isEmpty && $0.hasSuffix("\n") })
      #expect(files["README.md"]?.hasPrefix("# my-model\n") == true)
    }
  }

  @Test func noTagIsLeftAndEveryTagIsKnown() throws {
    let name = try PluginName("my-model", known: [:])
    let place = try Installation(executable: packageRoot + "/.build/debug/lacuna")
    var seen: Set<String> = []
    for template in PluginTemplate.all {
      for (path, text) in try template.files("my-model") {
        #expect(!path.contains("{{") && !text.contains("{{"), "\(template.layers) \(path)")
      }
      let known = Set(template.values(name, place).keys)
      for layer in template.layers {
        let folder = "\(place.templates)/\(layer)"
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
        where path.hasSuffix(".mustache") {
          let text = try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
          for match in (path + text).matches(of: /\{\{[#^\/]?([^}]*)\}\}/) {
            #expect(known.contains(String(match.1)), "\(layer)/\(path): \(match.0)")
            seen.insert(String(match.1))
          }
        }
      }
    }
    #expect(seen.isSuperset(of: ["name", "module", "sdk-in-swift", "headers-in-make"]))
  }

  @Test func theSwiftIsFormatted() throws {
    let workshop = try Workshop()
    var count = 0
    for (index, name) in Self.names.enumerated() {
      for template in PluginTemplate.all where template.language == .swift {
        let files = try template.files(name).filter { $0.key.hasSuffix(".swift") }
        count += files.count
        try TemplateWriter(destination: workshop.path("\(index)-\(template.kind.rawValue)"))
          .write(files)
      }
    }
    #expect(count >= 9 * Self.names.count)
    let lint = try Child(
      "/usr/bin/env",
      [
        "swift", "format", "lint", "--strict", "--parallel", "--recursive", workshop.folder,
        "--configuration", packageRoot + "/.swift-format",
      ],
      in: workshop,
      environment: [:]
    ).wait()
    #expect(lint.code == 0, "\(lint.errors)")
  }

  @Test func aLogisticRegressionIsWellUnderAHundredLines() throws {
    let files = try PluginTemplate(kind: .learner, language: .swift).files("logit")
    let text = try #require(files["Sources/LogitPlugin/LogisticRegression.swift"])
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 80)
  }

  @Test func pathsAreWrittenForWhereTheyStand() {
    #expect(PluginTemplate.swiftString(#"/a "b"\c"#) == ##"/a \"b\"\\c"##)
    #expect(PluginTemplate.makeText("/a$b#c") == "/a$$b\\#c")
  }

  @Test func aTemplateThatCannotBeUsedIsNamed() throws {
    let workshop = try Workshop()
    for (path, text) in [
      "share/lacuna/templates/c/x.mustache": "{{#swift}}", "share/lacuna/sdk/Package.swift": "",
    ] {
      try workshop.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().relativePath)
      try workshop.write(path, text)
    }
    let place = try Installation(executable: workshop.path("bin/lacuna"))
    let template = PluginTemplate(kind: .store, language: .c)
    let error = #expect(throws: TemplateError.self) {
      try template.files(PluginName("a", known: [:]), place)
    }
    #expect(error?.category == .unavailable)
    #expect(error?.description.contains("\(place.templates)/c/x cannot be used") == true)
    try workshop.write("share/lacuna/templates/c/x.mustache", "x")
    let missing = #expect(throws: TemplateError.self) {
      try template.files(PluginName("a", known: [:]), place)
    }
    #expect(missing?.description.contains("\(place.templates)/store cannot be used") == true)
  }
}
