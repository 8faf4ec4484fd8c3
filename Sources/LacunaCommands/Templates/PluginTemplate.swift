import Foundation
import LacunaPluginHost
import Mustache

/// The language of a new plugin.
enum PluginLanguage: String, CaseIterable {
  case swift, c
}

/// What a new plugin is made from: layers of files, later ones over earlier ones.
///
/// The layers of a learner in C are the folders `c`, `learner` and `learner-c` of the templates. Every file
/// named `….mustache` becomes one without that ending; tags stand in contents and in paths.
struct PluginTemplate {
  /// What is made.
  let kind: PluginKind
  /// The language it is written in.
  let language: PluginLanguage

  /// The names of the folders, in order.
  var layers: [String] {
    [language.rawValue, kind.rawValue, "\(kind.rawValue)-\(language.rawValue)"]
  }

  /// Where the build of the package leaves its library.
  var libraryFolder: String { language == .swift ? ".build/release/" : "" }

  /// What the tags stand for.
  ///
  /// Paths are written for where they are put: a string of Swift, or a variable of make.
  func values(_ name: PluginName, _ installation: Installation) -> [String: Any] {
    [
      "name": name.text,
      "module": name.module,
      "swift": language == .swift,
      "c": language == .c,
      "learner": kind == .learner,
      "measurement": kind == .measurement,
      "store": kind == .store,
      "sdk-in-swift": Self.swiftString(installation.sdk),
      "headers-in-make": Self.makeText(installation.headers),
      "program-in-make": Self.makeText(installation.executable),
    ]
  }

  /// The files of the package: paths within it and contents.
  ///
  /// - Throws: ``TemplateError/unusable(path:reason:)``.
  func files(
    _ name: PluginName,
    _ installation: Installation
  ) throws(TemplateError) -> [String: String] {
    let values = values(name, installation)
    var files: [String: String] = [:]
    for layer in layers {
      for (path, text) in try Self.sources("\(installation.templates)/\(layer)") {
        let place = "\(installation.templates)/\(layer)/\(path)"
        files[try Self.render(path, values, place)] = try Self.render(text, values, place)
      }
    }
    return files
  }

  /// The files of a layer, without their ending.
  private static func sources(_ folder: String) throws(TemplateError) -> [String: String] {
    let ending = ".mustache"
    var sources: [String: String] = [:]
    do {
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
      where path.hasSuffix(ending) {
        sources[String(path.dropLast(ending.count))] =
          try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
      }
    } catch {
      throw .unusable(path: folder, reason: TemplateWriter.reason(error))
    }
    guard !sources.isEmpty else {
      throw .unusable(path: folder, reason: "it has no file named '…\(ending)'")
    }
    return sources
  }

  private static func render(
    _ text: String,
    _ values: [String: Any],
    _ place: String
  ) throws(TemplateError) -> String {
    do {
      // Without this, values are escaped as for HTML.
      return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text).render(values)
    } catch {
      throw .unusable(path: place, reason: "\(error)")
    }
  }

  /// A text as it stands between the quotes of a Swift string.
  static func swiftString(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  /// A text as the value of a variable in a makefile.
  static func makeText(_ text: String) -> String {
    text.replacing("$", with: "$$").replacing("#", with: "\\#")
  }
}
