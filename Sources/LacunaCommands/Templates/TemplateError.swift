import LacunaProtocols

/// What can go wrong when a plugin is made from a template.
enum TemplateError: LacunaError, Equatable {
  /// A name that no plugin can have.
  case invalidName(String, reason: String)
  /// A name that another plugin or module has.
  case nameTaken(String, by: String)
  /// A program without its templates.
  case notInstalled(places: [String])
  /// A template that cannot be used.
  case unusable(path: String, reason: String)
  /// A place for the package that is in use.
  case notEmpty(path: String, entry: String)
  /// A place for the package that is a file.
  case notFolder(path: String)
  /// A place whose own folder is missing.
  case noParent(path: String, parent: String)
  /// A file or folder that cannot be written.
  case cannotWrite(path: String, reason: String)

  var category: ErrorCategory {
    switch self {
    case .invalidName, .nameTaken: .usage
    case .notInstalled, .unusable: .unavailable
    case .notEmpty, .notFolder, .noParent, .cannotWrite: .cannotCreate
    }
  }

  var description: String {
    switch self {
    case .invalidName(let name, let reason):
      "'\(name)' cannot name a plugin: \(reason); expected 1 to \(PluginName.maximumLength) of the "
        + "characters a-z 0-9 -, beginning with a letter, as in 'my-model'"
    case .nameTaken(let name, let other):
      "the name '\(name)' is taken by \(other); choose another, plugins and their modules need "
        + "names of their own"
    case .notInstalled(let places):
      "no templates in \(places.joined(separator: " or ")); run an installed lacuna ('make "
        + "install'), or one built in a source checkout"
    case .unusable(let path, let reason):
      "the template \(path) cannot be used: \(reason); install Lacuna again"
    case .notEmpty(let path, let entry):
      "\(path) holds '\(entry)' already, expected a new or empty folder; name another with "
        + "--directory"
    case .notFolder(let path):
      "\(path) is a file, expected a new or empty folder; name another with --directory"
    case .noParent(let path, let parent):
      "\(path) cannot be made: there is no folder \(parent); make it first, or name another with "
        + "--directory"
    case .cannotWrite(let path, let reason):
      "\(path) cannot be written: \(reason); check its permissions and the disk, or name another "
        + "folder with --directory"
    }
  }
}
