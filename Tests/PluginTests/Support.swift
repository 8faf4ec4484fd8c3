import Foundation
import LacunaPluginHost

/// The plugins that the package builds, beside the executable of the tests.
let shippedPlugins = PluginRegistry(
  locator: PluginLocator(folders: [], executable: CommandLine.arguments[0])
)

/// A file among the examples that the project ships.
func example(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Examples/\(name)").standardizedFileURL.path
}
