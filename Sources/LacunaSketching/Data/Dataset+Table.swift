import LacunaProtocols
import SwiftCSV

/// Reading tables.
extension Dataset {
  /// The rows of a comma-separated table whose first line names the columns.
  static func table(_ text: String, _ path: String) throws(SketchingError) -> [Record] {
    // Without it an empty value at the very end would be lost.
    let text = text.last?.isNewline == true ? text : text + "\n"
    let header: [String]
    var rows: [[String]] = []
    do {
      // The views of the library fill short rows up and cut long ones off: rows are taken as they are.
      let table = try CSV<Enumerated>(
        string: text,
        delimiter: .comma,
        loadColumns: false,
        rowLimit: 0
      )
      header = table.header
      try table.enumerateAsArray(startAt: 1, rowLimit: nil) { rows.append($0) }
    } catch {
      throw .malformedData(path: path, line: 1, found: "\(error)", expected: "a CSV table")
    }
    guard Set(header).count == header.count, !header.isEmpty else {
      throw .malformedData(
        path: path,
        line: 1,
        found: "columns \(header.joined(separator: ", "))",
        expected: "names that differ"
      )
    }
    while rows.last == [""] { rows.removeLast() }
    if let index = rows.firstIndex(where: { $0.count != header.count }) {
      let breaks = rows[..<index].joined().reduce(0) { $0 + $1.count(where: \.isNewline) }
      throw .malformedData(
        path: path,
        line: index + 2 + breaks,
        found: "\(rows[index].count) value\(rows[index].count == 1 ? "" : "s")",
        expected: "\(header.count), one for each column of the first line"
      )
    }
    return rows.map { row in
      Record(fields: zip(header, row).map { Record.Field(name: $0, value: $1) })
    }
  }
}
