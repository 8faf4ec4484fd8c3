import Foundation

/// Compares what a command wrote with what a document shows.
///
/// Times, rates, folders, digests and the version of the toolchain may differ. Whole numbers are equal,
/// others agree to the six digits that are written for people. `…` stands for what is left out: a line of its
/// own in text; in JSON a last element of an array, or a key of an object.
enum OutputComparison {
  private static let tolerance = 1e-5

  /// The text with all that may differ masked.
  static func masked(_ text: String) -> String {
    text
      .replacing(/\d+ h \d+ min\b|(?:\d+ min )?\d+(?:\.\d+)? m?s\b/, with: "TIME")
      .replacing(/\d+ direction-steps/, with: "RATE direction-steps")
      .replacing(/(?:^|(?<before>[\s"]))\/[^\s"]*\//.anchorsMatchLineEndings()) {
        "\($0.output.before ?? "")/FOLDER/"
      }
      .replacing(/sha256:[0-9a-f]+…?/, with: "sha256:DIGEST")
      .replacing(/\bswift \d+(?:\.\d+)*/, with: "swift VERSION")
  }

  /// The first difference between two texts, or nil when there is none.
  static func difference(text found: String, expected: String) -> String? {
    func lines(_ text: String) -> ArraySlice<Substring> {
      masked(text).split(separator: "\n", omittingEmptySubsequences: false)
        .reversed().drop { $0.isEmpty }.reversed()[...]
    }
    return difference(lines(found), lines(expected))
  }

  private static func difference(
    _ found: ArraySlice<Substring>,
    _ expected: ArraySlice<Substring>
  ) -> String? {
    guard let line = expected.first else {
      return found.first.map { "'\($0)' is not in the document" }
    }
    if line == "…" {
      let rest = expected.dropFirst()
      let starts = found.startIndex...found.endIndex
      let isFound = starts.contains { difference(found[$0...], rest) == nil }
      return isFound ? nil : "what follows '…' is not written"
    }
    guard let other = found.first else { return "'\(line)' is not written" }
    guard isSame(other, line) else { return "wrote '\(other)', the document says '\(line)'" }
    return difference(found.dropFirst(), expected.dropFirst())
  }

  /// Whether two lines differ in nothing but the last digits of numbers.
  private static func isSame(_ found: Substring, _ expected: Substring) -> Bool {
    let number = /[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?/
    let (left, right) = (found.matches(of: number), expected.matches(of: number))
    return found.replacing(number, with: "#") == expected.replacing(number, with: "#")
      && zip(left, right).allSatisfy { isSame(number: $0.output, $1.output) }
  }

  private static func isSame(number found: Substring, _ expected: Substring) -> Bool {
    if found == expected { return true }
    let isWhole = !found.contains { ".e".contains($0) } && !expected.contains { ".e".contains($0) }
    guard !isWhole, let left = Double(found), let right = Double(expected) else { return false }
    return isSame(left, right)
  }

  private static func isSame(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= tolerance * max(abs(left), abs(right))
  }

  /// The first difference between two JSON texts, or nil when there is none.
  static func difference(json found: String, expected: String) throws -> String? {
    func parse(_ text: String) throws -> Any {
      try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
    }
    return difference(try parse(found), try parse(expected), at: "")
  }

  private static func difference(_ found: Any, _ expected: Any, at place: String) -> String? {
    func differs() -> String { "at '\(place)': wrote \(found), the document says \(expected)" }
    switch (found, expected) {
    case (let found as [String: Any], let expected as [String: Any]):
      let extra = Set(found.keys).subtracting(expected.keys)
      if expected["…"] == nil, let key = extra.min() {
        return "at '\(place)': the key '\(key)' is not in the document"
      }
      for (key, value) in expected.sorted(by: { $0.key < $1.key }) where key != "…" {
        guard let other = found[key] else { return "at '\(place)': no key '\(key)'" }
        if key == "seconds" { continue }
        if let problem = difference(other, value, at: "\(place)/\(key)") { return problem }
      }
      return nil
    case (let found as [Any], let expected as [Any]):
      let isPart = expected.last as? String == "…"
      let shown = isPart ? expected.dropLast() : expected[...]
      guard isPart ? found.count >= shown.count : found.count == shown.count else {
        return differs()
      }
      return zip(found, shown).enumerated().lazy
        .compactMap { difference($1.0, $1.1, at: "\(place)/\($0)") }.first
    case (let found as String, let expected as String):
      return masked(found) == masked(expected) ? nil : differs()
    case (let found as NSNumber, let expected as NSNumber):
      return isSame(found.doubleValue, expected.doubleValue) ? nil : differs()
    case (is NSNull, is NSNull): return nil
    default: return differs()
    }
  }
}
