import LacunaProtocols
import SwiftCSV

/// Reading tables.
extension Dataset {
  /// The rows of a comma-separated table whose first line names the columns.
  static func table(_ text: String, _ path: String) throws(SketchingError) -> [Record] {
    let table: CSV<Named>
    do {
      table = try CSV<Named>(string: text, delimiter: .comma)
    } catch {
      throw .malformedData(path: path, line: 1, found: "\(error)", expected: "a CSV table")
    }
    guard Set(table.header).count == table.header.count, !table.header.isEmpty else {
      throw .malformedData(
        path: path,
        line: 1,
        found: "columns \(table.header.joined(separator: ", "))",
        expected: "names that differ"
      )
    }
    var records: [Record] = []
    for (index, row) in table.rows.enumerated() {
      var fields: [Record.Field] = []
      for name in table.header {
        guard let value = row[name] else {
          throw .malformedData(
            path: path,
            line: index + 2,
            found: "no value for '\(name)'",
            expected: "\(table.header.count) columns"
          )
        }
        fields.append(Record.Field(name: name, value: value))
      }
      records.append(Record(fields: fields))
    }
    return records
  }
}
