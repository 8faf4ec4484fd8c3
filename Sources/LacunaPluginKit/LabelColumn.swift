/// The classes of a column: its distinct values in ascending order.
///
/// Numbers ascend as numbers, so that 10 comes after 9; other text as text. Classes stay when examples are
/// deleted.
public struct LabelColumn: Sendable {
  /// The column.
  public let name: String
  /// Its classes; the position of one is its index.
  public let classes: [String]
  private let indices: [String: Int64]

  /// The most classes that a label can have.
  public static let maximumClassCount = 10_000

  /// The label in a column of the training data.
  ///
  /// - Throws: ``TableError`` when there is no such column, or it has less than two classes or more than
  ///   ``maximumClassCount``.
  public init(_ records: [Record], name: String) throws(TableError) {
    let columns = records.first?.fields.map(\.name) ?? []
    guard let position = columns.firstIndex(of: name) else {
      throw .missingColumn(name: name, available: columns)
    }
    var found: Set<String> = []
    for (row, record) in records.enumerated() {
      guard let value = try? record.value(name, at: position) else {
        throw .missingValue(column: name, row: row)
      }
      guard !value.isEmpty else { throw .emptyValue(column: name, row: row) }
      found.insert(value)
    }
    guard 2...Self.maximumClassCount ~= found.count else {
      throw .classCount(column: name, found: found.count, expected: 2...Self.maximumClassCount)
    }
    self.name = name
    classes = Self.ascending(found)
    indices = Dictionary(
      uniqueKeysWithValues: classes.enumerated().map { ($1, Int64($0)) }
    )
  }

  /// As numbers when all are numbers; two ways to write one number ascend as text.
  private static func ascending(_ values: Set<String>) -> [String] {
    let texts = values.sorted()
    let numbers = texts.map { Double($0) ?? .nan }
    guard numbers.allSatisfy(\.isFinite) else { return texts }
    return texts.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }.map { texts[$0] }
  }

  /// The index of a record's class.
  ///
  /// - Throws: ``RecordError`` when the column is missing, ``TableError`` for a class that the training data
  ///   does not have.
  public func index(_ record: Record) throws -> Int64 {
    let value = try record.field(name)
    guard let index = indices[value] else {
      throw TableError.unknownClass(column: name, found: value, classes: classes)
    }
    return index
  }
}
