import Foundation

/// The lines of a small file beside the data.
enum TextLines {
  /// Reads a line for each example: of a file for these alone, or for all records of the data's file.
  ///
  /// - Throws: ``SketchingError/units(_:)`` for a file of other length.
  static func read(
    _ path: String,
    option: String,
    of dataset: Dataset
  ) throws(SketchingError) -> [String] {
    let lines = try read(path, option: option)
    guard [dataset.count, dataset.countInFile].contains(lines.count) else {
      throw .units(
        .line(
          path: path,
          line: min(lines.count, dataset.count) + 1,
          found: lines.count < dataset.count ? "the end of the file" : "\(lines.count) lines",
          expected: "\(dataset.count) lines, one for each example"
        )
      )
    }
    return Array(lines.prefix(dataset.count))
  }

  /// Reads a file; empty lines at its end do not count.
  ///
  /// - Parameters:
  ///   - path: the file, UTF-8.
  ///   - option: that names it, for messages.
  /// - Returns: the lines without their ends.
  /// - Throws: ``UnitError/unreadable(option:path:reason:)``.
  static func read(_ path: String, option: String) throws(SketchingError) -> [String] {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .units(
        .unreadable(option: option, path: path, reason: Dataset.reason(error, path))
      )
    }
    guard var text = String(validating: data, as: UTF8.self) else {
      throw .units(.unreadable(option: option, path: path, reason: "it is not UTF-8"))
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    var lines = text.split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r\n" || $0 == "\r"
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map(String.init)
  }
}
