import LacunaProtocols

/// What can be wrong with a safetensors file, and which file it is.
public struct SafetensorsError: LacunaError, Equatable {
  /// What is wrong with the file.
  public enum Problem: Equatable, Sendable {
    /// The file ends before its data begins.
    case truncated(found: Int, expected: String)
    /// A header longer than the format's limit.
    case longHeader(found: UInt64)
    /// A header that does not begin as a JSON object does.
    case notAnObject(found: String)
    /// A field of the header that is missing or of the wrong type.
    case badField(String, found: String, expected: String)
    /// Two tensors of one name.
    case duplicateName(String)
    /// An element type that the format does not know.
    case unknownElement(String, found: String)
    /// An element type that the format knows and Lacuna does not compute with.
    case unsupportedElement(String, found: String)
    /// Offsets that are not two, not in order or outside the data.
    case badOffsets(String, found: [Int], dataSize: Int)
    /// A tensor that begins before the previous one ends.
    case overlap(String, start: Int, previousEnd: Int)
    /// A tensor that begins after the previous one ends.
    case hole(String, start: Int, previousEnd: Int)
    /// Data that does not end with its last tensor.
    case trailingBytes(found: Int, expected: Int)
    /// A tensor whose shape is impossible or does not fit its bytes.
    case tensor(TensorError)
    /// A tensor that is asked for and is not there.
    case noSuchTensor(String, present: [String])
  }

  /// The name of the file.
  public let source: String
  /// What is wrong with it.
  public let problem: Problem

  init(_ source: String, _ problem: Problem) {
    self.source = source
    self.problem = problem
  }

  /// Every one of these is wrong data.
  public var category: ErrorCategory { .data }

  /// The file, what was wrong, and what was expected.
  public var description: String { "\(source): \(explanation)" }

  private var explanation: String {
    switch problem {
    case .truncated(let found, let expected):
      "the file is cut short: found \(found) bytes, expected \(expected); fetch or make it again"
    case .longHeader(let found):
      "the header claims \(found) bytes, more than the limit of \(Safetensors.longestHeader); "
        + "this is no safetensors file"
    case .notAnObject(let found):
      "the header begins with '\(found)', expected '{'; this is no safetensors file"
    case .badField(let field, let found, let expected):
      "header\(field.isEmpty ? "" : " field '\(field)'"): found \(found), expected \(expected)"
    case .duplicateName(let name):
      "the header names '\(name)' twice; names must be unique"
    case .unknownElement(let name, let found):
      "tensor '\(name)': dtype '\(found)' is not one of the safetensors format"
    case .unsupportedElement(let name, let found):
      "tensor '\(name)': dtype \(found) is not supported, expected "
        + TensorElement.allCases.map(\.rawValue).joined(separator: ", ") + "; convert the tensor"
    case .badOffsets(let name, let found, let dataSize):
      "tensor '\(name)': data_offsets are \(found), expected [begin, end] within the "
        + "\(dataSize) bytes of data"
    case .overlap(let name, let start, let previousEnd):
      "tensor '\(name)' begins at byte \(start), before the previous one ends at \(previousEnd)"
    case .hole(let name, let start, let previousEnd):
      "tensor '\(name)' begins at byte \(start), leaving a hole after the previous one ends at "
        + "\(previousEnd)"
    case .trailingBytes(let found, let expected):
      "found \(found) bytes of data, expected \(expected) by the header; the file is damaged"
    case .tensor(let error): error.description
    case .noSuchTensor(let name, let present):
      "there is no tensor '\(name)'; the file has "
        + (present.isEmpty ? "none" : present.joined(separator: ", "))
    }
  }
}
