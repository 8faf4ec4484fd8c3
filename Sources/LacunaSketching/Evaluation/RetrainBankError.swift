import LacunaProtocols

/// What can go wrong with a bank of retrains.
public enum RetrainBankError: LacunaError, Equatable {
  /// A place that holds other things.
  case occupied(location: String, blob: String)
  /// An index that cannot be read.
  case malformed(index: String, field: String, found: String, expected: String)
  /// A bank of another version of the format.
  case otherFormat(index: String, found: String, expected: String)
  /// A bank of retrains of something else.
  case foreign(location: String, differences: [String])
  /// A retrain that the index lists and that is not there.
  case missing(location: String, blob: String)
  /// A retrain that is not what was written.
  case damaged(location: String, blob: String, field: String, found: String, expected: String)

  /// The category, which decides the exit code.
  public var category: ErrorCategory {
    switch self {
    case .occupied: .cannotCreate
    case .malformed, .missing, .damaged: .data
    case .otherFormat: .unavailable
    case .foreign: .configuration
    }
  }

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .occupied(let location, let blob):
      "\(location) already holds '\(blob)' and no bank of retrains; name a new or empty place, or a "
        + "sketch, with --bank"
    case .malformed(let index, let field, let found, let expected):
      "\(index)\(field.isEmpty ? "" : ", field '\(field)'"): found \(found), expected \(expected); "
        + "delete the bank, which then is made again by retraining, or name another with --bank"
    case .otherFormat(let index, let found, let expected):
      "\(index), field 'format': found '\(found)', expected '\(expected)': another version of Lacuna "
        + "wrote this bank; use that version, or name another place with --bank"
    case .foreign(let location, let differences):
      "the bank of retrains at \(location) is of another training run: "
        + differences.joined(separator: "; ")
        + "; name the bank of this run, or a new place, with --bank"
    case .missing(let location, let blob):
      "\(location)/\(blob) is missing, though the index of the bank lists it; restore it from a copy, or "
        + "delete the bank, which then is made again by retraining"
    case .damaged(let location, let blob, let field, let found, let expected):
      "\(location)/\(blob) is damaged: \(field): found \(found), expected \(expected); restore it from a "
        + "copy, or delete the bank, which then is made again by retraining"
    }
  }
}
