import Foundation

/// A number with so many decimals.
func figure(_ value: Double, _ decimals: Int) -> String {
  String(format: "%.\(decimals)f", value)
}

/// A share, in per cent.
func percent(_ share: Double, _ decimals: Int = 1) -> String {
  figure(100 * share, decimals) + " %"
}

/// A table in Markdown; the first row is the header.
struct Table {
  private var rows: [[String]]

  init(_ header: [String]) { rows = [header] }

  mutating func add(_ row: [String]) { rows.append(row) }

  var text: String {
    let widths = (0..<(rows.first?.count ?? 0)).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    func line(_ row: [String]) -> String {
      let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let dashes = widths.map { String(repeating: "-", count: $0 + 2) }
    let rule = "|" + dashes.joined(separator: "|") + "|"
    return ([line(rows[0]), rule] + rows.dropFirst().map(line)).joined(separator: "\n")
  }
}

/// Bytes, for people.
func megabytes(_ bytes: Int) -> String { figure(Double(bytes) / 1e6, 1) + " MB" }
