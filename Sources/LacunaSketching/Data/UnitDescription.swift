import Foundation
import LacunaProtocols

/// How examples are grouped to units, as given to `--units`.
///
/// - `column:NAME`: the value of a column is the unit's name
/// - `column:NAME~REGEX`: a part of it is, which the one group of the regular expression captures
/// - `matches:REGEX`: the group's capture in the first field that holds a match
/// - `file:PATH`: a file with the unit's name for each example, a line each
public struct UnitDescription: Sendable {
  /// The text it was read from.
  public let text: String
  private let source: Source

  private enum Source: Sendable {
    case column(String)
    case matches(String, column: String?)
    case file(String)
  }

  private static let expected =
    "column:NAME, column:NAME~REGEX, matches:REGEX or file:PATH"

  /// Reads a description.
  ///
  /// - Throws: ``UnitError/malformed(option:text:expected:)``.
  public init(_ text: String) throws(SketchingError) {
    self.text = text
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else { throw Self.malformed(text, Self.expected) }
    let rest = String(parts[1])
    switch parts[0] {
    case "column": source = .column(rest)
    case "matches": source = .matches(rest, column: nil)
    case "file": source = .file(rest)
    default: throw Self.malformed(text, Self.expected)
    }
  }

  private static func malformed(_ text: String, _ expected: String) -> SketchingError {
    .units(.malformed(option: "--units", text: text, expected: expected))
  }

  /// The name of each example's unit.
  ///
  /// - Parameters:
  ///   - dataset: the examples.
  ///   - isKept: for each example whether it is never deleted; such a one needs no unit.
  /// - Returns: for each example a name, nil where it is never deleted.
  /// - Throws: ``SketchingError/units(_:)``.
  func labels(of dataset: Dataset, isKept: [Bool]) throws(SketchingError) -> [String?] {
    switch try resolved(in: dataset) {
    case .column(let name):
      return try labels(dataset, isKept) { record in
        guard let value = record[name] else { return .failure("it has no column '\(name)'") }
        return value.isEmpty ? .failure("its column '\(name)' is empty") : .success(value)
      }
    case .matches(let pattern, let column):
      let capture = try capture(pattern)
      return try labels(dataset, isKept) { record in
        for field in record.fields where column == nil || field.name == column {
          guard let found = capture(field.value) else { continue }
          return found.isEmpty
            ? .failure("the group captures nothing in '\(field.value.prefix(40))'")
            : .success(found)
        }
        let values = record.fields.filter { column == nil || $0.name == column }
          .map(\.value).joined(separator: ",")
        return .failure("'\(values.prefix(40))' holds no match")
      }
    case .file(let path):
      return try lines(path, dataset, isKept)
    }
  }

  /// The source; of `column:NAME~REGEX` a column of the whole name comes first.
  private func resolved(in dataset: Dataset) throws(SketchingError) -> Source {
    guard case .column(let name) = source else { return source }
    let columns = dataset.records.first?.fields.map(\.name) ?? []
    if columns.contains(name) { return source }
    let parts = name.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, columns.contains(String(parts[0])), !parts[1].isEmpty {
      return .matches(String(parts[1]), column: String(parts[0]))
    }
    let column = String(parts[0])
    throw Self.malformed(
      text,
      "one of the columns \(columns.joined(separator: ", "))."
        + suggestionTail(for: column, among: columns)
    )
  }

  private func labels(
    _ dataset: Dataset,
    _ isKept: [Bool],
    _ name: (Record) -> Label
  ) throws(SketchingError) -> [String?] {
    var labels: [String?] = []
    for (position, record) in dataset.records.enumerated() {
      if isKept[position] {
        labels.append(nil)
        continue
      }
      switch name(record) {
      case .success(let name): labels.append(name)
      case .failure(let reason):
        throw .units(.noName(text: text, position: position, reason: reason))
      }
    }
    return labels
  }

  private enum Label {
    case success(String)
    case failure(String)
  }

  /// What the group of a regular expression captures in a text; nil where there is no match.
  private func capture(_ pattern: String) throws(SketchingError) -> (String) -> String? {
    let regex: Regex<AnyRegexOutput>
    do {
      regex = try Regex(pattern)
    } catch {
      throw Self.malformed(text, "a regular expression (\(error))")
    }
    // Groups are counted by what they give, since a backslash or a class may hold a parenthesis.
    let groups = Self.groups(of: pattern)
    guard groups == 1 else {
      throw Self.malformed(
        text,
        "a regular expression with one group (…), whose capture is the unit's name; it has \(groups)"
      )
    }
    return { value in
      guard let match = value.firstMatch(of: regex) else { return nil }
      return match.output[1].substring.map(String.init)
    }
  }

  /// The number of groups that capture: those that an empty alternative beside the pattern leaves unset.
  private static func groups(of pattern: String) -> Int {
    guard let regex = try? Regex("(?:\(pattern))|"), let match = "".firstMatch(of: regex) else {
      return 0
    }
    return match.output.count - 1
  }

  private func lines(
    _ path: String,
    _ dataset: Dataset,
    _ isKept: [Bool]
  ) throws(SketchingError) -> [String?] {
    let lines = try TextLines.read(path, option: "--units", of: dataset)
    var labels: [String?] = []
    for position in 0..<dataset.count {
      guard !isKept[position] else {
        labels.append(nil)
        continue
      }
      guard !lines[position].isEmpty else {
        throw .units(
          .line(
            path: path,
            line: position + 1,
            found: "an empty line",
            expected: "the name of the unit of example \(position)"
          )
        )
      }
      labels.append(lines[position])
    }
    return labels
  }
}
