/// Commands in a document, and what they should write.
///
/// A block of language `sh` holds commands `lacuna …`, a line each or continued with a backslash. They are
/// run in order, those of a document in one folder. The block after it, if its language is `text` or
/// `json`, is what they write together: standard output or, when the first line says `exit=CODE`,
/// standard error. Blocks of language `shell` are for people alone.
struct Example {
  /// The commands.
  let commands: [String]
  /// The exit code of each.
  let exitCode: Int32
  /// What they write, if the document says so.
  let output: Block?
  /// The line of the document.
  let line: Int
}

extension Document {
  /// The examples, in order.
  var examples: [Example] {
    let blocks = blocks
    return blocks.indices.filter { blocks[$0].language == "sh" }.map { index in
      let block = blocks[index]
      let next = blocks.indices.contains(index + 1) ? blocks[index + 1] : nil
      let code = block.info.compactMap { $0.wholeMatch(of: /exit=(\d+)/)?.1 }.first
      return Example(
        commands: block.lines.joined(separator: "\n").replacing(/\\\n\s*/, with: "")
          .split(separator: "\n").map(String.init),
        exitCode: code.flatMap { Int32($0) } ?? 0,
        output: next.flatMap { ["text", "json"].contains($0.language) ? $0 : nil },
        line: block.line
      )
    }
  }
}
