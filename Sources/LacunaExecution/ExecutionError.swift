import LacunaPrograms

/// What can go wrong in planning or feeding a program.
public enum ExecutionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The degree of a jet ring is not positive.
  case degree(Int)
  /// An output or input that the program does not have.
  case unknownName(kind: String, name: String, available: [String])
  /// Data of the wrong number of elements for an input.
  case elementCount(input: String, found: Int, expected: Int)
  /// An index outside the axis that it is for.
  case indexOutOfRange(input: String, position: Int, found: Int64, limit: Int)
  /// A state tensor of the program that the layout lacks, or has with another shape.
  case stateMismatch(name: String, found: String, expected: String)
  /// Memory for a run that cannot be had.
  case outOfMemory(bytes: Int)
  /// A file for checkpoints that cannot be had.
  case spill(folder: String, bytes: Int, reason: String)

  /// What was wrong, with what was found and what was expected.
  public var description: String {
    switch self {
    case .degree(let degree):
      "the degree of a jet is \(degree), expected at least 1"
    case .unknownName(let kind, let name, let available):
      "no \(kind) is named '\(name)'; there are: \(available.joined(separator: ", "))"
    case .elementCount(let input, let found, let expected):
      "input '\(input)': \(found) elements, expected \(expected)"
    case .indexOutOfRange(let input, let position, let found, let limit):
      "input '\(input)', element \(position): index \(found), expected 0 to \(limit - 1)"
    case .stateMismatch(let name, let found, let expected):
      "state tensor '\(name)' is \(found), expected \(expected)"
    case .outOfMemory(let bytes):
      "cannot get \(bytes) bytes of memory; use fewer threads, a lower degree or f32"
    case .spill(let folder, let bytes, let reason):
      "checkpoints of \(bytes) bytes in \(folder): \(reason); name another folder with --spill, or give "
        + "less --memory for fewer checkpoints"
    }
  }
}
