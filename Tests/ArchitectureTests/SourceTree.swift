import Foundation
import Testing

/// The files of the package, as they lie on disk.
enum SourceTree {
  /// The folder of `Package.swift`.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The source files below a folder of the package, by name.
  ///
  /// Hidden files and folders do not count, nor what builds and package managers leave.
  static func files(under folder: String, extensions: Set<String> = ["swift"]) throws
    -> [SourceFile]
  {
    let start = root.appendingPathComponent(folder)
    let options: FileManager.DirectoryEnumerationOptions = [.skipsHiddenFiles]
    guard
      let found = FileManager.default.enumerator(
        at: start,
        includingPropertiesForKeys: nil,
        options: options
      )
    else { return [] }
    return try found.compactMap { $0 as? URL }
      .filter { extensions.contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
      .map { try SourceFile($0) }
  }

  /// The names of the folders in a folder of the package.
  static func folders(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      at: root.appendingPathComponent(folder),
      includingPropertiesForKeys: [.isDirectoryKey],
      options: [.skipsHiddenFiles]
    )
    .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
    .map(\.lastPathComponent)
    .sorted()
  }

  /// The text of a file of the package.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }
}

/// A source file.
struct SourceFile: CustomTestStringConvertible {
  /// Its path from the root of the package.
  let path: String
  /// What it says.
  let text: String

  init(_ url: URL) throws {
    path = String(url.path.dropFirst(SourceTree.root.path.count + 1))
    text = try String(contentsOf: url, encoding: .utf8)
  }

  var testDescription: String { path }

  /// The number of lines.
  var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }

  /// The modules that it imports.
  var imports: Set<String> {
    let line = /(?m)^\s*(?:@\w+(?:\([^)]*\))?\s+|public\s+|package\s+|internal\s+)*import\s+(\w+)/
    return Set(text.matches(of: line).map { String($0.1) })
  }

  /// The files that it includes in quotation marks.
  var includes: [String] {
    text.matches(of: /(?m)^\s*#\s*include\s+"([^"]+)"/).map { String($0.1) }
  }

  /// The lines that match a pattern outside comments and strings, as `path:line`.
  func lines(matching pattern: Regex<Substring>) -> [String] {
    // Most files do not match at all, which is quicker to see than what is code.
    guard text.contains(pattern) else { return [] }
    return code.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { $0.element.contains(pattern) }
      .map { "\(path):\($0.offset + 1)" }
  }
}
