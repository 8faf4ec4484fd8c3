import Foundation
import LacunaPluginHost

@testable import LacunaCommands

/// The folder of `Package.swift`.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../..").standardizedFileURL.path

extension PluginTemplate {
  /// Every kind in every language.
  static let all = PluginKind.allCases.flatMap { kind in
    PluginLanguage.allCases.map { PluginTemplate(kind: kind, language: $0) }
  }

  /// The files for a name, from the templates of this checkout.
  func files(_ name: String) throws -> [String: String] {
    try files(
      PluginName(name, known: [:]),
      Installation(executable: packageRoot + "/.build/debug/lacuna")
    )
  }
}
