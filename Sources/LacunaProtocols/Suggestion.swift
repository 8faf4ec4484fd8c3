/// ` Did you mean 'x'?` when a candidate is near enough to be a slip of the hand, else nothing.
package func suggestionTail(for name: String, among candidates: [String]) -> String {
  // Nobody types a name that long, and comparing takes the product of the lengths.
  guard name.utf8.count <= 256 else { return "" }
  let length = name.count
  let limit = max(1, length / 3)
  // The distance is no less than the difference of the lengths, and takes their product in time.
  let ranked = candidates.filter { abs($0.count - length) <= limit }
    .map { ($0, editDistance(name, $0)) }.filter { $0.1 <= limit }
  let nearest = ranked.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  return nearest.map { " Did you mean '\($0)'?" } ?? ""
}

/// Levenshtein's distance: the fewest insertions, deletions and replacements.
private func editDistance(_ left: String, _ right: String) -> Int {
  let target = Array(right)
  var row = Array(0...target.count)
  for (i, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in target.enumerated() {
      let replaced = diagonal + (a == b ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[target.count]
}

extension [String] {
  /// The strings in quotation marks for a message, or `none`.
  package var quotedList: String {
    isEmpty ? "none" : map { "'\($0)'" }.joined(separator: ", ")
  }
}
