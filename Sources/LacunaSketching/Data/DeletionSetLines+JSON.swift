import Foundation

/// A deletion set as a line of JSON gives it: a selector, positions of examples, names of units, or an object
/// that holds one of these as `delete`.
enum DeletionSetJSON: Decodable {
  case selector(String)
  case positions([Int])
  case names([String])

  /// What a line is expected to hold.
  static let expected =
    "a selector as a string, an array of positions or of names of units, or an object with one of these as 'delete'"

  private enum CodingKeys: String, CodingKey {
    case delete
    /// As `predict` and `attribute` write it.
    case deleted
  }

  init(from decoder: any Decoder) throws {
    guard let object = try? decoder.container(keyedBy: CodingKeys.self) else {
      self = try Self.value(decoder.singleValueContainer())
      return
    }
    guard object.allKeys.count == 1, let key = object.allKeys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "one of 'delete' and 'deleted' is needed")
      )
    }
    self = try Self.value(object.superDecoder(forKey: key).singleValueContainer())
  }

  private static func value(_ value: any SingleValueDecodingContainer) throws -> Self {
    if let text = try? value.decode(String.self) { return .selector(text) }
    if let positions = try? value.decode([Int].self) { return .positions(positions) }
    return .names(try value.decode([String].self))
  }

  /// The units, ascending.
  ///
  /// - Parameters:
  ///   - text: the line, for messages.
  ///   - units: the units that there are.
  ///   - dataset: their examples.
  /// - Returns: the numbers of the units.
  /// - Throws: ``SketchingError``.
  func units(
    _ text: String,
    of units: Units,
    in dataset: Dataset
  ) throws(SketchingError) -> [Int] {
    switch self {
    case .selector(let selector): return try Selector(selector).units(of: units, in: dataset)
    case .positions([]), .names([]):
      throw .selectsNothing(text: text, examples: dataset.count)
    case .positions(let positions):
      if let wrong = positions.first(where: { !(0..<dataset.count ~= $0) }) {
        throw .positionOutOfRange(text: text, found: wrong, examples: dataset.count)
      }
      return try units.whole(Set(positions).sorted(), text: text)
    case .names(let names):
      var found: Set<Int> = []
      for name in names {
        guard let unit = units.unit(named: name) else {
          throw .units(.noSuchUnit(text: text, name: name, names: units.names))
        }
        found.insert(unit)
      }
      return found.sorted()
    }
  }
}

extension DeletionSetLines {
  /// Whether a line is JSON: no selector begins like this.
  static func isJSON(_ line: ArraySlice<UInt8>) -> Bool {
    line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      .map("[{\"".utf8.contains) ?? false
  }

  /// What an array of numbers holds; nil for anything else.
  static func array(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard line.first == UInt8(ascii: "["), line.last == UInt8(ascii: "]"), line.count > 1,
      // What a selector may hold beyond JSON.
      !line.contains(UInt8(ascii: "-"))
    else { return nil }
    return line.dropFirst().dropLast()
  }
}
