import Foundation
import LacunaProtocols

/// A choice of examples, as given to `--delete`.
///
/// - `3,17,20-40`: zero-based positions and ranges, both ends included
/// - `contains:TEXT`: a field holds the text
/// - `matches:REGEX`: a field holds a match of the regular expression
/// - `column:NAME=VALUE`: the column has the value
/// - `unit:NAME`: the examples of a unit, or of several separated by commas; by default each example is its
///   own unit, named by its position
/// - `units:0,3-7`: the examples of units by their numbers, in the order in which they first appear
/// - `@FILE`: positions and ranges in a file, one or more a line
///
/// Where units are groups of examples, any selection has to be of whole units.
public struct Selector: Sendable {
  /// The text it was read from.
  public let text: String

  /// A selector, not yet read.
  public init(_ text: String) {
    self.text = text
  }

  /// The positions that it selects, ascending.
  ///
  /// - Throws: ``SketchingError`` for a selector that cannot be read, selects nothing, or names a position
  ///   that there is not.
  public func positions(in dataset: Dataset) throws(SketchingError) -> [Int] {
    let found: [Int]
    if let kind = ["contains:", "matches:"].first(where: { text == $0 }) {
      // Nothing is in every text: not what anybody means to delete.
      throw .malformedSelector(text: text, expected: "something after '\(kind)'")
    } else if let part = argument("contains:") {
      found = matches(dataset) { $0.contains(part) }
    } else if let part = argument("matches:") {
      let pattern: Regex<AnyRegexOutput>
      do {
        pattern = try Regex(part)
      } catch {
        throw .malformedSelector(text: text, expected: "a regular expression (\(error))")
      }
      found = matches(dataset) { $0.firstMatch(of: pattern) != nil }
    } else if let part = argument("column:") {
      found = try column(part, dataset)
    } else if let part = argument("unit:") ?? argument("units:") {
      found = try Self.ranges(part, text: text, count: dataset.count)
    } else if text.hasPrefix("@") {
      found = try file(String(text.dropFirst()), dataset)
    } else {
      found = try Self.ranges(text, text: text, count: dataset.count)
    }
    guard !found.isEmpty else {
      throw .selectsNothing(text: text, examples: dataset.count)
    }
    return Array(Set(found)).sorted()
  }

  /// Whether it begins with the name of a kind of selector.
  var hasKind: Bool {
    ["contains:", "matches:", "column:", "@"].contains { text.hasPrefix($0) } || speaksOfUnits
  }

  /// Whether it names units, not examples.
  var speaksOfUnits: Bool { text.hasPrefix("unit:") || text.hasPrefix("units:") }

  /// The units that it selects, ascending.
  ///
  /// - Parameters:
  ///   - units: the units that there are.
  ///   - dataset: their examples.
  /// - Returns: the numbers of the units.
  /// - Throws: ``SketchingError`` for a selector that cannot be read, selects nothing, a part of a unit, or
  ///   an example that is never deleted.
  public func units(of units: Units, in dataset: Dataset) throws(SketchingError) -> [Int] {
    guard !units.areExamples, speaksOfUnits else {
      return try units.whole(positions(in: dataset), text: text)
    }
    let found: [Int]
    if let numbers = argument("units:") {
      found = try Self.ranges(numbers, text: text, count: units.count, of: "unit")
    } else {
      found = try named(argument("unit:") ?? "", units)
    }
    return Set(found).sorted()
  }

  /// The positions that it selects, which need not make up whole units, ascending.
  func positions(of units: Units, in dataset: Dataset) throws(SketchingError) -> [Int] {
    guard !units.areExamples, speaksOfUnits else { return try positions(in: dataset) }
    return units.examples(of: try self.units(of: units, in: dataset))
  }

  /// A unit of that name, or several, separated by commas.
  private func named(_ name: String, _ units: Units) throws(SketchingError) -> [Int] {
    if let unit = units.unit(named: name) { return [unit] }
    var found: [Int] = []
    for part in name.split(separator: ",", omittingEmptySubsequences: false) {
      guard let unit = units.unit(named: String(part)) else {
        throw .units(.noSuchUnit(text: text, name: String(part), names: units.names))
      }
      found.append(unit)
    }
    return found
  }

  private func argument(_ prefix: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
  }

  private func matches(_ dataset: Dataset, _ test: (String) -> Bool) -> [Int] {
    dataset.records.indices.filter { index in
      dataset.records[index].fields.contains { test($0.value) }
    }
  }

  private func column(_ part: String, _ dataset: Dataset) throws(SketchingError) -> [Int] {
    guard let equals = part.firstIndex(of: "=") else {
      throw .malformedSelector(text: text, expected: "column:NAME=VALUE")
    }
    let (name, value) = (String(part[..<equals]), String(part[part.index(after: equals)...]))
    let columns = dataset.records.first?.fields.map(\.name) ?? []
    guard columns.contains(name) else {
      throw .malformedSelector(
        text: text,
        expected: "one of the columns \(columns.joined(separator: ", "))"
      )
    }
    return dataset.records.indices.filter { dataset.records[$0][name] == value }
  }

  private func file(_ path: String, _ dataset: Dataset) throws(SketchingError) -> [Int] {
    let content: String
    do {
      content = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
    } catch {
      throw .unreadableSelector(text: text, reason: Dataset.reason(error, path))
    }
    var found: [Int] = []
    let lines = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
      found += try Self.ranges(
        String(line),
        text: "\(text), line \(index + 1): \(line)",
        count: dataset.count
      )
    }
    return found
  }

  /// Positions and ranges separated by commas.
  static func ranges(
    _ list: String,
    text: String,
    count: Int,
    of kind: String = "position"
  ) throws(SketchingError) -> [Int] {
    var found: [Int] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        .map { Int($0.trimmingCharacters(in: .whitespaces)) }
      guard ends.count <= 2, let low = ends.first ?? nil, let high = ends.last ?? nil, low <= high
      else {
        throw .malformedSelector(
          text: text,
          expected: "positions and ranges such as 3,17,20-40, contains:TEXT, matches:REGEX, "
            + "column:NAME=VALUE, unit:NAME, units:0,3-7 or @FILE"
        )
      }
      for end in [low, high] where !(0..<count ~= end) {
        throw .positionOutOfRange(text: text, found: end, examples: count, of: kind)
      }
      found += low...high
    }
    return found
  }
}
