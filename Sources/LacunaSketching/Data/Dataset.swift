import Foundation
import LacunaProtocols
import LacunaStores

/// The training data: records in file order, and the digest of the file they came from.
public struct Dataset: Sendable {
  /// The file.
  public let path: String
  /// How the file is read.
  public let format: DataFormat
  /// `sha256:` and the digest of the whole file.
  public let digest: String
  /// The examples: the first records of the file.
  public let records: [Record]

  /// The number of examples.
  public var count: Int { records.count }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file, UTF-8; a line a record (`lines`), or a table whose first line names the columns
  ///     (`csv`). Empty lines at the end do not count.
  ///   - format: how to read it.
  ///   - examples: take only so many records from the start.
  /// - Throws: ``SketchingError`` naming the file and what is wrong with it.
  public init(path: String, format: DataFormat, examples: Int? = nil) throws(SketchingError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadableData(path: path, reason: Self.reason(error, path))
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw .malformedData(path: path, line: 1, found: "bytes that are not UTF-8", expected: "text")
    }
    var records = try Self.parse(text, format, path)
    if let examples {
      guard examples > 0 else {
        throw .option(name: "--examples", found: "\(examples)", expected: "at least 1")
      }
      guard records.count >= examples else {
        throw .tooFewExamples(path: path, found: records.count, expected: examples)
      }
      records = Array(records.prefix(examples))
    }
    guard !records.isEmpty else { throw .emptyData(path: path) }
    self.path = path
    self.format = format
    self.records = records
    digest = SHA256Digest.of(Array(data))
  }

  private static func reason(_ error: any Error, _ path: String) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return "there is no such file"
    }
    return isFolder.boolValue ? "it is a folder" : error.localizedDescription
  }

  private static func parse(
    _ text: String,
    _ format: DataFormat,
    _ path: String
  ) throws(SketchingError) -> [Record] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    while lines.last?.isEmpty == true { lines.removeLast() }
    switch format {
    case .lines:
      return lines.map { Record(text: String($0)) }
    case .csv:
      return try table(text, path)
    }
  }
}
