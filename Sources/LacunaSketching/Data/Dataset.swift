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

  /// How many records the file holds.
  public let countInFile: Int

  /// The number of examples.
  public var count: Int { records.count }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file, UTF-8; a line a record (`lines`), or a table whose first line names the columns
  ///     (`csv`). Empty lines at the end do not count.
  ///   - format: how to read it.
  ///   - examples: take only so many records from the start.
  ///   - expectedDigest: the digest that the file must have.
  /// - Throws: ``SketchingError`` naming the file and what is wrong with it.
  public init(
    path: String,
    format: DataFormat,
    examples: Int? = nil,
    expectedDigest: String? = nil
  ) throws(SketchingError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .unreadableData(path: path, reason: Self.reason(error, path))
    }
    let digest = SHA256Digest.of(data)
    if let expectedDigest, digest != expectedDigest {
      throw .dataDiffers(path: path, found: digest, expected: expectedDigest)
    }
    guard var text = String(validating: data, as: UTF8.self) else {
      throw .malformedData(
        path: path,
        line: Self.firstBadLine(data),
        found: "bytes that are not UTF-8",
        expected: "text"
      )
    }
    // A byte order mark is no part of the text.
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    var records = try Self.parse(text, format, path)
    guard !records.isEmpty else { throw .emptyData(path: path) }
    countInFile = records.count
    if let examples {
      guard examples > 0 else {
        throw .option(name: "--examples", found: "\(examples)", expected: "at least 1")
      }
      guard records.count >= examples else {
        throw .tooFewExamples(path: path, found: records.count, expected: examples)
      }
      records = Array(records.prefix(examples))
    }
    self.path = path
    self.format = format
    self.records = records
    self.digest = digest
  }

  /// The first line, counted from 1, that is not UTF-8.
  private static func firstBadLine(_ data: Data) -> Int {
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    return (index ?? 0) + 1
  }

  /// Why a file could not be read, in words.
  package static func reason(_ error: any Error, _ path: String) -> String {
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
    switch format {
    case .lines:
      // Of the many characters of Unicode that break a line, only those that end one in a file.
      var lines = text.split(omittingEmptySubsequences: false) {
        $0 == "\n" || $0 == "\r\n" || $0 == "\r"
      }
      while lines.last?.isEmpty == true { lines.removeLast() }
      return lines.map { Record(text: String($0)) }
    case .csv:
      return try table(text, path)
    }
  }
}
