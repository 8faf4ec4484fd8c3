/// The category of a failure: what kind of thing went wrong, and so which exit code a command ends with.
///
/// The categories and their numbers are those of `sysexits.h`.
public enum ErrorCategory: Int32, Sendable, CaseIterable, Codable {
  /// The command line was used wrongly: an unknown option, a value of the wrong type.
  case usage = 64
  /// The input data was wrong: a corrupt file, a record that cannot be encoded.
  case data = 65
  /// An input file is missing or cannot be read.
  case noInput = 66
  /// A plugin, or something else that was asked for by name, is not available or cannot be used.
  case unavailable = 69
  /// A fault inside Lacuna or a plugin.
  case software = 70
  /// The operating system refused something that it should give.
  case osError = 71
  /// An output file or folder cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed half-way: a full disk, an input/output error.
  case ioError = 74
  /// Something else holds what is needed now; later it may be free.
  case temporary = 75
  /// The configuration is wrong: an unknown key, a value out of its range.
  case configuration = 78
}

/// An error that tells a person what was wrong, where, and what to do.
///
/// `description` is the whole message: the thing at fault (file, line, field), the value found, the value
/// expected and, where one is known, the way out.
public protocol LacunaError: Error, CustomStringConvertible, Sendable {
  /// The category, which decides the exit code.
  var category: ErrorCategory { get }
}
