/// Rows of columns, each as wide as its widest entry.
struct TextTable {
  private var rows: [[String]]

  /// A table with the names of its columns; all but the first are of numbers, set to the right.
  init(_ heading: [String]) { rows = [heading] }

  /// Adds a row.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines.
  var lines: [String] {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let columns = zip(row, widths).enumerated().map { index, entry in
        let space = String(repeating: " ", count: entry.1 - entry.0.count)
        return index == 0 ? entry.0 + space : space + entry.0
      }
      let line = columns.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
