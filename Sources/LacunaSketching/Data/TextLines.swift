import Foundation

/// The lines of a small file beside the data.
enum TextLines {
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
