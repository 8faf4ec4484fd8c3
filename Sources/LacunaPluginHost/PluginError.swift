import LacunaProtocols

/// What can go wrong with plugins.
public enum PluginError: LacunaError, Hashable {
  // — finding
  /// No library of this name in the folders that were searched.
  case libraryNotFound(name: String, folders: [String], suggestion: String)
  /// No file at a path.
  case noSuchFile(path: String)
  /// No learner, measurement or store of a name.
  case unknown(kind: PluginKind, name: String, available: [String], problems: [String])
  /// A name that several libraries offer.
  case ambiguous(kind: PluginKind, name: String, choices: [String])

  // — loading
  /// A file that the dynamic linker refuses.
  case notALibrary(path: String, reason: String)
  /// A library without the entry function.
  case noEntry(path: String)
  /// An entry function that returned null.
  case refused(path: String)
  /// A plugin made for another version of the interface: each field with what was found and expected.
  case incompatible(path: String, mismatches: [Mismatch])
  /// A description that breaks a rule of the interface.
  case malformed(path: String, reason: String)
  /// A library that an earlier one of the same file name hides.
  case hidden(path: String, by: String)
  /// Two things of one kind and name.
  case duplicate(kind: String, name: String, places: [String])

  /// A library that crashed when it was looked at, and is not loaded again until it changes.
  case quarantined(path: String, ending: String)

  // — calling
  /// An error object that a plugin returned, or a rule that it broke in a call.
  case failed(
    plugin: String,
    subject: String,
    function: String,
    reason: String,
    category: ErrorCategory
  )
  /// What a plugin in a child process answered, or what kept it from being started.
  case reported(message: String, category: ErrorCategory)
  /// A plugin that took its child process with it, with the last words of that process.
  case died(path: String, activity: String, ending: String, output: String)

  /// A field of the magic block, or the size of a struct, that is not what it should be.
  public struct Mismatch: Hashable, Sendable {
    /// The field.
    public var field: String
    /// What the plugin has.
    public var found: String
    /// What the host expects.
    public var expected: String
  }

  /// ``ErrorCategory/unavailable``, or the category that a plugin gave.
  public var category: ErrorCategory {
    switch self {
    case .failed(_, _, _, _, let category), .reported(_, let category): category
    default: .unavailable
    }
  }
}

/// What a plugin can offer.
public enum PluginKind: String, Hashable, Sendable, CaseIterable, Codable {
  case learner, measurement, store
}

extension PluginError: CustomStringConvertible {
  /// What was wrong, where, what was expected, and what to do.
  public var description: String {
    switch self {
    case .libraryNotFound(let name, let folders, let suggestion):
      "no plugin 'lib\(name).so' in \(folders.quotedList).\(suggestion)"
    case .noSuchFile(let path):
      "there is no file at \(path)"
    case .unknown(let kind, let name, let available, let problems):
      "no \(kind.rawValue) is named '\(name)'; there are \(available.quotedList)."
        + suggestionTail(for: name, among: available)
        + problems.map { "\nnot loaded: \($0)" }.joined()
    case .ambiguous(let kind, let name, let choices):
      "several plugins offer a \(kind.rawValue) '\(name)'; choose one of \(choices.quotedList)"
    case .notALibrary(let path, let reason):
      "\(path) cannot be loaded as a library: \(reason)"
    case .noEntry(let path):
      "\(path) is no plugin of Lacuna: it does not export the function lacuna_plugin_entry"
    case .refused(let path):
      "\(path) does not work with this host: its lacuna_plugin_entry returned null"
    case .incompatible(let path, let mismatches):
      "\(path) was made for another version of the plugin interface; compile it against the headers "
        + "of this one:"
        + mismatches.map { "\n  \($0.field) is \($0.found), expected \($0.expected)" }.joined()
    case .malformed(let path, let reason):
      "\(path) breaks a rule of the plugin interface: \(reason)"
    case .duplicate(let kind, let name, let places):
      "two \(kind)s are named '\(name)': \(places.joined(separator: ", ")); names must be unique"
        + (Set(places).count > 1 ? "; remove one, or give the path of the one you mean" : "")
    case .hidden(let path, let other):
      "\(path) is hidden by \(other), which has the same name in a folder that is searched earlier; "
        + "ask for it by its path, or remove one"
    case .quarantined(let path, let ending):
      "\(path) is in quarantine: it \(ending) when it was looked at. It is looked at again when the "
        + "file changes, or after 'lacuna plugins list --rescan'"
    case .reported(let message, _):
      message
    case .died(let path, let activity, let ending, let output):
      "\(path) \(ending) while it was \(activity). It ran in a process of its own: nothing else was "
        + "harmed" + (output.isEmpty ? "" : "; it wrote: \(output.lastWords)")
    case .failed(let plugin, let subject, let function, let reason, _):
      "plugin '\(plugin)', \(subject), \(function): \(reason)"
    }
  }
}

extension String {
  /// The last line that says something, shortened.
  fileprivate var lastWords: String {
    let lines = split(whereSeparator: \.isNewline)
    return lines.last.map { "'\($0.prefix(200))'" } ?? "nothing"
  }
}
