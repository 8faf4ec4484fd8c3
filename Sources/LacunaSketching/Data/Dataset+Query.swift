import LacunaProtocols

extension Dataset {
  /// The record that somebody means who asks for a measurement on it.
  ///
  /// A line of text; of tables `NAME=VALUE,NAME=VALUE,…`, or `row:N` for a row of the data.
  ///
  /// - Throws: ``SketchingError`` for a text that is no record of a table.
  public func record(query text: String) throws(SketchingError) -> Record {
    guard format == .csv else { return Record(text: text) }
    if text.hasPrefix("row:") {
      guard let row = Int(text.dropFirst(4)), records.indices ~= row else {
        throw .option(name: "--query", found: text, expected: "row:N with N from 0 to \(count - 1)")
      }
      return records[row]
    }
    var fields: [Record.Field] = []
    for pair in text.split(separator: ",") {
      guard let equals = pair.firstIndex(of: "=") else {
        throw .malformedSelector(text: text, expected: "NAME=VALUE,NAME=VALUE,… or row:N")
      }
      fields.append(
        Record.Field(
          name: String(pair[..<equals]),
          value: String(pair[pair.index(after: equals)...])
        )
      )
    }
    return Record(fields: fields)
  }
}
