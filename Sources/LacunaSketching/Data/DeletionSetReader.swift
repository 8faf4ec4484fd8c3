import Foundation

/// Reads deletion sets from a file piece by piece: one a line, in the language of ``Selector`` or in JSON.
///
/// Lines end with LF or CR LF. Empty lines at the end do not count; elsewhere they are an error, so that
/// no line is silently taken for another.
public final class DeletionSetReader {
  /// The file.
  public let path: String
  /// The bytes of a line that no selector needs.
  static let longestLine = 64 << 20

  private let handle: FileHandle
  private let bytesAtOnce: Int
  /// What was read and is no whole line yet.
  private var rest: [UInt8] = []
  private var hasEnded = false
  /// The number of the last line, from 1.
  private var number = 0
  /// The first of the empty lines that were met last.
  private var firstEmpty: Int?
  private var isFirst = true

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - bytesAtOnce: about how much is read at a time.
  /// - Throws: ``SketchingError/unreadableSets(path:reason:)``.
  public convenience init(path: String, bytesAtOnce: Int = 1 << 20) throws(SketchingError) {
    let handle: FileHandle
    do {
      handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch {
      throw .unreadableSets(path: path, reason: Dataset.reason(error, path))
    }
    self.init(handle, name: path, bytesAtOnce: bytesAtOnce)
  }

  /// Reads what is open already.
  ///
  /// - Parameters:
  ///   - handle: the file, which is read from where it stands.
  ///   - name: of the file, for messages.
  ///   - bytesAtOnce: about how much is read at a time.
  public init(_ handle: FileHandle, name: String, bytesAtOnce: Int = 1 << 20) {
    self.handle = handle
    path = name
    self.bytesAtOnce = bytesAtOnce
  }

  /// The next lines; nil at the end of the file.
  ///
  /// - Throws: ``SketchingError`` when the file cannot be read, or holds no line at all.
  func next() throws(SketchingError) -> DeletionSetLines? {
    var lines: [DeletionSetLines.Line] = []
    var bytes: [UInt8] = []
    while lines.isEmpty, !(hasEnded && rest.isEmpty) {
      (bytes, lines) = try read()
    }
    if lines.isEmpty {
      guard isFirst else { return nil }
      throw .malformedSets(
        path: path,
        line: 1,
        reason: "found no deletion set, expected one a line, such as 3,17,20-40"
      )
    }
    isFirst = false
    return DeletionSetLines(path: path, bytes: bytes, lines: lines)
  }

  /// Reads some bytes and cuts them into lines; what is no whole line stays.
  private func read() throws(SketchingError) -> ([UInt8], [DeletionSetLines.Line]) {
    var bytes = rest
    var searched = rest.count
    rest = []
    var end: Int?
    while end == nil {
      guard bytes.count <= Self.longestLine else {
        throw .malformedSets(
          path: path,
          line: number + 1,
          reason: "the line is longer than \(Self.longestLine >> 20) MiB"
        )
      }
      let more = try more()
      guard !more.isEmpty else {
        hasEnded = true
        end = bytes.count
        break
      }
      bytes += more
      end = bytes[searched...].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
      searched = bytes.count
    }
    let whole = end ?? bytes.count
    rest = Array(bytes[whole...])
    var lines: [DeletionSetLines.Line] = []
    var start = 0
    while start < whole {
      let stop = bytes[start..<whole].firstIndex(of: UInt8(ascii: "\n")) ?? whole
      number += 1
      add(start..<stop, of: bytes, to: &lines)
      start = stop + 1
    }
    return (bytes, lines)
  }

  private func add(_ range: Range<Int>, of bytes: [UInt8], to lines: inout [DeletionSetLines.Line])
  {
    var range = range
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if number == 1, bytes[range].starts(with: mark) { range = range.dropFirst(mark.count) }
    if range.last.map({ bytes[$0] }) == UInt8(ascii: "\r") { range = range.dropLast() }
    let isBlank = bytes[range].allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard !isBlank else {
      firstEmpty = firstEmpty ?? number
      return
    }
    if let firstEmpty {
      let nothing = range.lowerBound..<range.lowerBound
      lines.append(.init(number: firstEmpty, range: nothing))
    }
    firstEmpty = nil
    lines.append(.init(number: number, range: range))
  }

  private func more() throws(SketchingError) -> Data {
    do {
      return try handle.read(upToCount: bytesAtOnce) ?? Data()
    } catch {
      throw .unreadableSets(path: path, reason: Dataset.reason(error, path))
    }
  }
}
