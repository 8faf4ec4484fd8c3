/// The name of a new plugin, checked, with the name of its Swift module.
struct PluginName: Hashable {
  /// The name: the library is `lib<name>.so`.
  let text: String

  /// Modules that no new plugin may have: types that a plugin sees, and plugins of ours that are not named
  /// like their libraries.
  static let takenModules = [
    "LacunaPlugin", "LearnerPlugin", "MeasurementPlugin", "StorePlugin",
    "MLPPlugin", "SQLiteStorePlugin", "StandardMeasurementsPlugin", "SupervisedMeasurementsPlugin",
  ]

  /// The longest name.
  static let maximumLength = 64

  /// Checks a name.
  ///
  /// - Parameters:
  ///   - text: the name that somebody asked for.
  ///   - known: the libraries that can be found already: names and paths.
  /// - Throws: ``TemplateError/invalidName(_:reason:)`` or ``TemplateError/nameTaken(_:by:)``.
  init(_ text: String, known: [String: String]) throws(TemplateError) {
    guard text.count <= Self.maximumLength else {
      throw .invalidName(text, reason: "it has \(text.count) characters")
    }
    guard text.wholeMatch(of: /[a-z][a-z0-9]*(?:-[a-z0-9]+)*/) != nil else {
      throw .invalidName(text, reason: Self.fault(in: text))
    }
    if Self.takenModules.contains(Self.module(text)) {
      throw .nameTaken(text, by: "something else that would be called '\(Self.module(text))'")
    }
    if let path = known[text] { throw .nameTaken(text, by: "the plugin \(path)") }
    self.text = text
  }

  private static func fault(in text: String) -> String {
    guard let first = text.first else { return "it is empty" }
    let isAllowed: (Character) -> Bool = { "abcdefghijklmnopqrstuvwxyz0123456789-".contains($0) }
    if let other = text.first(where: { !isAllowed($0) }) {
      return "it has the character '\(other)'"
    }
    if !("a"..."z").contains(first) { return "it begins with '\(first)'" }
    return text.hasSuffix("-") ? "it ends with '-'" : "it has '--'"
  }

  /// The name of the Swift module: `my-model` gives `MyModelPlugin`.
  ///
  /// Different names give different modules: `a-1` is `A_1Plugin`, and `a1` is `A1Plugin`.
  var module: String { Self.module(text) }

  private static func module(_ text: String) -> String {
    text.split(separator: "-").map { part in
      part.first?.isLetter == true ? part.prefix(1).uppercased() + part.dropFirst() : "_\(part)"
    }.joined() + "Plugin"
  }
}
