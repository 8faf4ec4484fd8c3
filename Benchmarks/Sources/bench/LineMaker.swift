import Foundation

/// Makes long lines of short ones.
struct LineMaker {
  /// The characters that a line has at least.
  let width: Int

  /// Lines of a file, joined with spaces until they are long enough.
  func lines(of path: String) throws -> String {
    let names = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    var text = ""
    var line = ""
    for name in names {
      line += line.isEmpty ? name : " " + name
      if line.count >= width {
        text += line + "\n"
        line = ""
      }
    }
    return text
  }
}
