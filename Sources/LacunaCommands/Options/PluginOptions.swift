import ArgumentParser
import Foundation
import LacunaPluginHost
import LacunaProtocols
import LacunaStores
import Logging

/// Where plugins are found.
struct PluginOptions: ParsableArguments {
  @Option(
    name: .customLong("plugin-path"),
    help: ArgumentHelp(
      "A folder with plugins, searched first. May be given several times.",
      discussion:
        "After these: the folders of LACUNA_PLUGIN_PATH, the folder of the executable, and "
        + "../lib/lacuna from there.",
      valueName: "folder"
    )
  )
  var pluginPath: [String] = []

  @Option(
    help: ArgumentHelp(
      "Which plugins run in a process of their own: never, untrusted or always.",
      discussion: "Untrusted are those outside the folders of the installation."
    )
  )
  var isolate: PluginIsolation.Policy = .untrusted

  @Flag(
    name: .customLong("trust-manifest"),
    help: ArgumentHelp(
      "Believe the signatures of manifests that no library confirms.",
      discussion:
        "For plain C libraries that a NAME.lacuna.json describes. A wrong signature gives wrong "
        + "numbers or a crash."
    )
  )
  var trustsManifests = false

  /// The plugins that can be found.
  func registry() -> PluginRegistry {
    var isFolder: ObjCBool = false
    for folder in pluginPath
    where !FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
      || !isFolder.boolValue
    {
      Terminal.log.warning("--plugin-path: there is no folder \(folder)")
    }
    return PluginRegistry(
      locator: PluginLocator(
        folders: pluginPath + Environment.pluginFolders,
        executable: Executable.path
      ),
      isolation: Executable.path.map {
        PluginIsolation(
          policy: isolate,
          executable: $0,
          cache: Environment.pluginCache,
          isCancelled: { Interruption.isRequested }
        )
      },
      foreign: ForeignOptions(trustsManifests: trustsManifests) { line in
        Terminal.log.info("\(line)")
      }
    )
  }
}

extension PluginIsolation.Policy: ExpressibleByArgument {}

/// The running program.
enum Executable {
  /// Its absolute path.
  static var path: String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
  }
}

extension PluginRegistry {
  /// The store of a place: a folder, or `NAME:PLACE` for a store plugin.
  func open(store place: String) throws -> any SketchStore {
    if let colon = place.firstIndex(of: ":") {
      let name = place[..<colon]
      let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
      if isName, !FileManager.default.fileExists(atPath: place) {
        return try store(String(name)).open(String(place[place.index(after: colon)...]))
      }
    }
    return DirectoryStore(path: place)
  }
}
