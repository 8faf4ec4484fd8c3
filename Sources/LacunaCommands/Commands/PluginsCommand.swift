import ArgumentParser
import LacunaPluginHost
import LacunaProtocols
import Logging

/// The command `lacuna plugins`.
struct PluginsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugins",
    abstract: "The plugins that can be found.",
    subcommands: [
      PluginsListCommand.self, PluginsShowCommand.self, PluginsNewCommand.self,
      PluginsTestCommand.self, PluginsServeCommand.self, CheckWorkerCommand.self,
    ]
  )
}

/// The command `lacuna plugins list`.
struct PluginsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists learners, measurements and stores."
  )

  @OptionGroup var plugins: PluginOptions
  @Flag(
    help: ArgumentHelp(
      "Forget what is known of libraries, and look at all of them again.",
      discussion: "Also those in quarantine, which crashed when they were looked at."
    )
  )
  var rescan = false
  @Option(help: "text or json") var format: OutputFormat = .text

  func run() throws {
    let registry = plugins.registry()
    if rescan { registry.forget() }
    let inventory = registry.list()
    for problem in inventory.problems { Terminal.log.warning("\(problem)") }
    let manifests = registry.manifests()
    for problem in manifests.problems { Terminal.log.warning("\(problem)") }
    let reports =
      inventory.libraries.map(PluginReport.init) + manifests.found.map(PluginReport.init)
    try Terminal.output(
      format == .json
        ? ["plugins": reports].json()
        : reports.isEmpty
          ? "no plugins found; name folders with --plugin-path or LACUNA_PLUGIN_PATH"
          : reports.map(\.list).joined(separator: "\n")
    )
  }
}

/// The command `lacuna plugins show`.
struct PluginsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Describes a plugin: what it offers and its settings."
  )

  @Argument(help: "The plugin, by name or path of its library.")
  var name: String

  @OptionGroup var plugins: PluginOptions
  @Option(help: "text or json") var format: OutputFormat = .text

  func run() throws {
    let registry = plugins.registry()
    let manifest = try registry.manifest(name)
    let report =
      try manifest.map(PluginReport.init) ?? PluginReport(registry.library(name).description)
    try Terminal.output(format == .json ? report.json() : report.details)
  }
}

/// A plugin as it is described.
struct PluginReport: Encodable {
  struct Item: Encodable {
    let kind: String
    let name: String
    let version: String
    let summary: String
    let settings: [ConfigurationField]
    let needs: [String]
  }
  let name: String
  let version: String
  let path: String
  let interface: String
  let toolchain: String
  let items: [Item]

  init(_ library: LibraryDescription) {
    name = library.name
    version = library.version
    path = library.path
    interface = library.interface
    toolchain = library.toolchain
    items = library.items.map {
      Item(
        kind: $0.kind.rawValue,
        name: $0.name,
        version: $0.version,
        summary: $0.summary,
        settings: $0.settings,
        needs: ($0.dataFormat.map { ["data: \($0.rawValue)"] } ?? []) + $0.needs
      )
    }
  }

  /// What a manifest says of a plain C library.
  init(_ manifest: ForeignManifest) {
    name = manifest.name
    version = manifest.version
    path = manifest.path
    interface = "manifest 1"
    toolchain = "C"
    items = manifest.offers.map {
      Item(
        kind: $0.kind.rawValue,
        name: $0.name,
        version: manifest.version,
        summary: $0.summary,
        settings: $0.settings.fields,
        needs: $0.functions
      )
    }
  }

  /// A line a thing.
  var list: String {
    (["\(name) \(version)   \(path)"]
      + items.map { "  \($0.kind) \($0.name): \($0.summary)" }).joined(separator: "\n")
  }

  /// With settings and needs.
  var details: String {
    var lines = ["\(name) \(version)", "  \(path)", "  interface \(interface), \(toolchain)"]
    for item in items {
      lines.append("\(item.kind) \(item.name) \(item.version): \(item.summary)")
      if !item.needs.isEmpty { lines.append("  needs \(item.needs.joined(separator: ", "))") }
      for field in item.settings {
        lines.append("  \(field.key) = \(field.default): \(field.summary); \(field.expectation)")
      }
    }
    return lines.joined(separator: "\n")
  }
}
