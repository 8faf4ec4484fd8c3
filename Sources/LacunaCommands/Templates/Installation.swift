import Foundation

/// Where the parts lie that a new plugin is made from, as seen from the running program.
///
/// An installed program finds them below `../share/lacuna` and `../include` from its own folder. Any other is
/// one that was built in a source checkout: the nearest folder above it with `Templates` and `SDK` in it.
struct Installation: Hashable {
  /// The program, which tests of a plugin run.
  let executable: String
  /// The folder of the templates.
  let templates: String
  /// The SDK: the folder of a Swift package.
  let sdk: String
  /// The folder with `lacuna.h`.
  let headers: String

  /// The parts that belong to a program.
  ///
  /// - Parameter executable: its absolute path, symbolic links resolved.
  /// - Throws: ``TemplateError/notInstalled(places:)``.
  init(executable: String) throws(TemplateError) {
    let bin = URL(fileURLWithPath: executable).deletingLastPathComponent()
    let prefix = bin.deletingLastPathComponent()
    let share = prefix.appendingPathComponent("share/lacuna")
    self.executable = executable
    if Self.isFolder(share.path + "/templates"), Self.isFolder(share.path + "/sdk") {
      templates = share.path + "/templates"
      sdk = share.path + "/sdk"
      headers = prefix.appendingPathComponent("include").path
      return
    }
    var checkout = bin
    while !Self.isFolder(checkout.path + "/Templates") || !Self.isFolder(checkout.path + "/SDK") {
      guard checkout.path != "/" else {
        throw .notInstalled(places: [share.path, "the folders above \(bin.path)"])
      }
      checkout.deleteLastPathComponent()
    }
    templates = checkout.path + "/Templates"
    sdk = checkout.path + "/SDK"
    headers = sdk + "/Sources/CLacunaABI/include"
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
