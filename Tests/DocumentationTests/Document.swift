import Foundation
import Testing

/// A Markdown file of the package.
struct Document: CustomTestStringConvertible {
  /// The folder of `Package.swift`.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Its path from the root of the package.
  let path: String
  /// What it says.
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
  }

  var testDescription: String { path }

  /// All Markdown files of the package.
  static func all() throws -> [Document] {
    let folders = [
      "Docs", "Examples", "Plugins", "SDK", "Sources", "Templates", "Tests", "Benchmarks",
    ]
    var paths = try FileManager.default.contentsOfDirectory(atPath: root.path)
      .filter { $0.hasSuffix(".md") }
    for folder in folders {
      let found = FileManager.default.enumerator(
        at: root.appendingPathComponent(folder),
        includingPropertiesForKeys: nil,
        options: [.skipsHiddenFiles]
      )
      paths += (found?.compactMap { $0 as? URL } ?? [])
        .filter { $0.pathExtension == "md" }
        .map { String($0.path.dropFirst(root.path.count + 1)) }
    }
    return try paths.sorted().map { try Document($0) }
  }
}

/// A fenced block.
struct Block {
  /// What stands after the fence: a language, perhaps with more words.
  let info: [String]
  /// The lines between the fences.
  let lines: [String]
  /// The number of the line with the opening fence.
  let line: Int

  var language: String { info.first ?? "" }
}

extension Document {
  /// The fenced blocks, in order, and the text without them.
  private var parsed: (blocks: [Block], prose: [String]) {
    var (blocks, prose): ([Block], [String]) = ([], [])
    var open: (info: [String], lines: [String], line: Int)?
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(Block(info: block.info, lines: block.lines, line: block.line))
          open = nil
        } else {
          open = (line.dropFirst(3).split(separator: " ").map(String.init), [], number + 1)
        }
      } else if open != nil {
        open?.lines.append(line)
      } else {
        prose.append(line)
      }
    }
    return (blocks, prose)
  }

  /// The fenced blocks.
  var blocks: [Block] { parsed.blocks }

  /// The targets of the links outside fenced blocks and inline code.
  var links: [String] {
    parsed.prose.flatMap { line in
      line.replacing(/`[^`]*`/, with: "`").matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
    }
  }

  /// The anchors of the headings, as they are linked to.
  var anchors: Set<String> {
    Set(
      parsed.prose.compactMap { $0.firstMatch(of: /^#+\s+(.*)$/)?.1 }.map { heading in
        heading.lowercased().filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
          .replacing(" ", with: "-")
      }
    )
  }

  /// The text of the section under a heading of the second level.
  func section(_ heading: String) -> String? {
    text.components(separatedBy: "\n## ").dropFirst()
      .first { $0.hasPrefix(heading + "\n") }
  }
}
