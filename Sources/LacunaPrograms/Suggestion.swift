/// Finds the name that somebody probably meant.
public enum Suggestion {
  /// The candidate nearest to a name by edit distance, if one is near enough to be a slip of the hand.
  ///
  /// - Complexity: O(candidates × length²).
  public static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, name.count / 3)
    let ranked = candidates.map { ($0, distance(name, $0)) }.filter { $0.1 <= limit }
    return ranked.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// ` Did you mean 'x'?` when there is a near candidate, else nothing: a tail for a message.
  public static func tail(for name: String, among candidates: some Sequence<String>) -> String {
    nearest(to: name, among: candidates).map { " Did you mean '\($0)'?" } ?? ""
  }

  /// Levenshtein's distance: the fewest insertions, deletions and replacements.
  static func distance(_ left: String, _ right: String) -> Int {
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
}
