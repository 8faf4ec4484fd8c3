import LacunaProtocols

/// Deletion sets whose units have something in common.
public enum CoherentSets: Sendable, Equatable {
  /// A set for each letter and each pair of neighbouring letters: the units with a text that holds it.
  case contains
  /// A set for each value of a column of a table.
  case column(String)
  /// A set for each unit.
  case unit

  /// What `contains`, `column:NAME` or `unit` means.
  ///
  /// - Throws: ``SketchingError/option(name:found:expected:)`` for anything else.
  public init(_ text: String) throws(SketchingError) {
    switch text {
    case "contains": self = .contains
    case "unit": self = .unit
    case _ where text.hasPrefix("column:") && text.count > 7:
      self = .column(String(text.dropFirst(7)))
    default:
      throw .option(
        name: "--groups",
        found: "'\(text)'",
        expected: "contains, column:NAME or unit; other sets are given by --delete"
      )
    }
  }

  /// The sets, in the order of their names; of several that are the same, the first.
  ///
  /// A set of all units is none; neither is one of more than half of them, where letters are what they share.
  ///
  /// - Throws: ``SketchingError`` when there are none.
  public func sets(of units: EvaluatedUnits) throws(SketchingError) -> [EvaluatedSet] {
    var found: [EvaluatedSet] = []
    switch self {
    case .unit:
      found = (0..<units.count).map { EvaluatedSet(name: "unit:\(units.name($0))", units: [$0]) }
    case .column(let name):
      guard units.columns.contains(name) else {
        throw .option(
          name: "--groups",
          found: "'column:\(name)'",
          expected: "one of the columns \(units.columns.joined(separator: ", "))"
        )
      }
      let values = Set(units.records.compactMap { $0[name] }).sorted()
      found = values.map { value in
        EvaluatedSet(name: "column:\(name)=\(value)", units: units.units { $0[name] == value })
      }
    case .contains:
      found = Self.parts(of: units.records).map { part in
        EvaluatedSet(
          name: "contains:\(part)",
          units: units.units { record in record.fields.contains { $0.value.contains(part) } }
        )
      }
      found.removeAll { 2 * $0.units.count > units.count }
    }
    var seen: Set<[Int]> = []
    found.removeAll { set in
      set.units.isEmpty || set.units.count >= units.count || !seen.insert(set.units).inserted
    }
    guard !found.isEmpty else {
      throw .option(
        name: "--groups",
        found: "sets of all units or of none alone",
        expected: "something that only a part of the \(units.count) units shares"
      )
    }
    return found
  }

  /// The letters and pairs of neighbouring letters that occur.
  private static func parts(of records: [Record]) -> [String] {
    var parts: Set<String> = []
    for field in records.flatMap(\.fields) {
      var last: Character?
      for character in field.value {
        guard character.isLetter else {
          last = nil
          continue
        }
        parts.insert(String(character))
        if let last { parts.insert("\(last)\(character)") }
        last = character
      }
    }
    return parts.sorted()
  }
}
