import LacunaProtocols

/// What can be wrong with units: how examples are grouped, weighted, and deleted.
public enum UnitError: LacunaError, Equatable {
  /// A description of units, or of weights, that cannot be read.
  case malformed(option: String, text: String, expected: String)
  /// A file that is missing or cannot be read.
  case unreadable(option: String, path: String, reason: String)
  /// A line of a file, counted from 1, that does not go with its example.
  case line(path: String, line: Int, found: String, expected: String)
  /// An example that no unit can be told of.
  case noName(text: String, position: Int, reason: String)
  /// An example that no weight can be told of.
  case noWeight(text: String, position: Int, reason: String)
  /// No example that could be deleted.
  case allKept(examples: Int)
  /// A choice of some of a unit's examples.
  case partOfUnit(text: String, unit: String, selected: Int, size: Int)
  /// A choice of an example that is never deleted.
  case kept(text: String, position: Int)
  /// A unit that there is not.
  case noSuchUnit(text: String, name: String, names: [String])
  /// A unit that two weights are given for, or that is deleted as well.
  case weightedTwice(text: String, unit: String)

  /// The category, which decides the exit code.
  public var category: ErrorCategory {
    switch self {
    case .malformed, .allKept, .partOfUnit, .kept, .noSuchUnit, .weightedTwice: .usage
    case .unreadable: .noInput
    case .line, .noName, .noWeight: .data
    }
  }

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .malformed(let option, let text, let expected):
      "cannot read \(option) '\(text)': expected \(expected)"
    case .unreadable(let option, let path, let reason):
      "\(option): cannot read the file \(path): \(reason)"
    case .line(let path, let line, let found, let expected):
      "\(path), line \(line): found \(found), expected \(expected)"
    case .noName(let text, let position, let reason):
      "--units \(text): example \(position) has no unit: \(reason); give it one, or let it never be "
        + "deleted with --keep"
    case .noWeight(let text, let position, let reason):
      "--base-weights \(text): example \(position) has no weight: \(reason)"
    case .allKept(let examples):
      "--keep selects all \(examples) examples, so that none could be deleted; keep fewer"
    case .partOfUnit(let text, let unit, let selected, let size):
      "the selector '\(text)' selects \(selected) of the \(size) examples of unit '\(unit)', and units "
        + "are deleted whole; write unit:\(unit) for all of them, or make a sketch of smaller units"
    case .kept(let text, let position):
      "the selector '\(text)' selects example \(position), which was never to be deleted (--keep); "
        + "select others, or make a sketch that does not keep it"
    case .noSuchUnit(let text, let name, let names):
      "the selector '\(text)' names a unit '\(name)' that there is not; there are "
        + Self.list(names) + "." + Self.suggestion(name, names)
    case .weightedTwice(let text, let unit):
      "--weight '\(text)' gives unit '\(unit)' a second weight; give each unit one, and none to what "
        + "--delete leaves out"
    }
  }

  /// A name that is near; next to a single letter they all are.
  private static func suggestion(_ name: String, _ names: [String]) -> String {
    name.count > 1 ? suggestionTail(for: name, among: names) : ""
  }

  /// The first few of many names.
  private static func list(_ names: [String]) -> String {
    let first = Array(names.prefix(8))
    return first.quotedList
      + (names.count > first.count ? " and \(names.count - first.count) more" : "")
  }
}
