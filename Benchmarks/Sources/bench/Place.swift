import ArgumentParser
import Foundation
import LacunaPluginHost

/// Where things are found and made.
struct Place: ParsableArguments {
  @Option(help: "The folder of the example data.") var examples = "../Examples"
  @Option(help: "The folder with the libraries of the plugins.") var plugins: String
  @Option(help: "A Python with JAX, or nothing to leave the peers out.") var python: String?
  @Option(help: "The folder of the peers.") var peers = "peers"
  @Option(help: "A folder for data that is made.") var scratch = NSTemporaryDirectory()

  /// The peers, when there is a Python for them.
  func peer(isShared: Bool) -> JAXPeer? {
    python.map { JAXPeer(python: $0, folder: peers, place: self, isShared: isShared) }
  }

  /// The plugins.
  var registry: PluginRegistry { PluginRegistry(locator: PluginLocator(folders: [plugins])) }

  /// The path of an example file.
  func example(_ name: String) -> String { "\(examples)/\(name)" }

  /// The path of a file that is made once, and again when its size is not that of a whole one.
  func made(_ name: String, _ text: () throws -> String) throws -> String {
    let path = URL(fileURLWithPath: scratch).appending(path: name).path
    if !FileManager.default.fileExists(atPath: path) {
      try text().write(toFile: path, atomically: true, encoding: .utf8)
    }
    return path
  }
}
