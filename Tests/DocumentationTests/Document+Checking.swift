import Testing

extension Document {
  /// Runs the examples and compares what they write with what is shown.
  ///
  /// - Parameters:
  ///   - executable: what runs them, in its folder.
  ///   - prepare: what is run for a command; it is also given the place, for messages.
  /// - Throws: what keeps a command from being run.
  func check(
    with executable: Executable,
    prepare: (_ command: String, _ place: String) throws -> String
  ) throws {
    let examples = examples
    try #require(!examples.isEmpty, "\(path) has no examples")
    for example in examples {
      var written = ""
      for command in example.commands {
        let place = "\(path), line \(example.line): \(command)"
        let outcome = try executable.run(try prepare(command, place))
        #expect(outcome.exitCode == example.exitCode, "\(place)\n\(outcome.error)")
        guard command.hasPrefix("lacuna ") else { continue }
        written += example.exitCode == 0 ? outcome.output : outcome.error
      }
      guard let output = example.output else { continue }
      let shown = output.lines.joined(separator: "\n")
      let difference =
        try output.language == "json"
        ? OutputComparison.difference(json: written, expected: shown)
        : OutputComparison.difference(text: written, expected: shown)
      #expect(difference == nil, "\(path), line \(output.line)\n\(written)")
    }
  }
}
