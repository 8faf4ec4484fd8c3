import ArgumentParser
import Foundation
import LacunaPluginHost

extension PluginKind: ExpressibleByArgument {}
extension PluginLanguage: ExpressibleByArgument {}

/// The command `lacuna plugins new`.
struct PluginsNewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a new plugin: a small package with a working example and its tests."
  )

  @Argument(help: "What it offers: learner, measurement or store.")
  var kind: PluginKind

  @Argument(help: "Its name, of the characters a-z 0-9 -; the library is lib<name>.so.")
  var name: String

  @Option(help: "swift or c")
  var language = PluginLanguage.swift

  @Option(
    help: ArgumentHelp(
      "The folder of the package: new or empty; by default one of that name here.",
      valueName: "folder"
    )
  )
  var directory: String?

  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func run() throws {
    let known = plugins.registry().locator.candidates().map { ($0.name, $0.path) }
    let name = try PluginName(name, known: Dictionary(known) { first, _ in first })
    let installation = try Installation(executable: Executable.path ?? "")
    let template = PluginTemplate(kind: kind, language: language)
    let files = try template.files(name, installation)
    let writer = TemplateWriter(destination: directory ?? name.text)
    try writer.write(files)
    let report = NewPluginReport(
      template,
      name,
      directory: writer.destination,
      files: files.keys.sorted()
    )
    try Terminal.output(format == .json ? report.json() : report.text)
  }
}

/// A new plugin, as it is reported.
struct NewPluginReport: Encodable {
  let kind: String
  let name: String
  let language: String
  let module: String?
  let directory: String
  let library: String
  let files: [String]

  init(_ template: PluginTemplate, _ name: PluginName, directory: String, files: [String]) {
    kind = template.kind.rawValue
    self.name = name.text
    language = template.language.rawValue
    module = template.language == .swift ? name.module : nil
    self.directory = directory
    library = "\(directory)/\(template.libraryFolder)lib\(name.text).so"
    self.files = files
  }

  /// What was written, and what to do next.
  var text: String {
    let written = "wrote the \(kind) '\(name)' to \(directory)"
    return
      ([written] + files.map { "  \($0)" } + [
        "next, in that folder:",
        "  make         builds \(library.dropFirst(directory.count + 1))",
        "  make check   tests it",
      ]).joined(separator: "\n")
  }
}
