/// The columns of a table that a learner learns from: numbers, standardised on request.
///
/// Means and standard deviations are those of the whole training data, and stay when examples are deleted.
public struct FeatureColumns: Sendable {
  /// The columns, in the order of the data.
  public let names: [String]
  /// The number of columns.
  public var count: Int { names.count }

  /// What is subtracted from each column; 0 when they are not standardised.
  public private(set) var means: [Double]
  /// What the difference is divided by; 1 when they are not standardised.
  public private(set) var deviations: [Double]
  /// Where each column stands in a record of the training data, which is where it is looked for first.
  private let positions: [Int]

  /// All columns but the excluded ones.
  ///
  /// Standardised columns have mean 0 and standard deviation 1 (over n, not n − 1) on the training data; one
  /// that is constant becomes 0.
  ///
  /// - Throws: ``TableError`` naming the column and the row that is not a finite number, an excluded column
  ///   that is not there, or a table without another column.
  public init(
    _ records: [Record],
    except excluded: [String],
    standardized: Bool
  ) throws(TableError) {
    let columns = records.first?.fields.map(\.name) ?? []
    for name in excluded where !columns.contains(name) {
      throw .missingColumn(name: name, available: columns)
    }
    let positions = columns.indices.filter { !excluded.contains(columns[$0]) }
    guard !positions.isEmpty else { throw .noFeatures(excluded: excluded) }
    try self.init(records, columns: columns, positions: positions, standardized: standardized)
  }

  /// One column: a number that is to be predicted.
  ///
  /// - Throws: ``TableError`` when it is not there, or naming the row that is not a finite number.
  public init(
    _ records: [Record],
    only name: String,
    standardized: Bool
  ) throws(TableError) {
    let columns = records.first?.fields.map(\.name) ?? []
    guard let position = columns.firstIndex(of: name) else {
      throw .missingColumn(name: name, available: columns)
    }
    try self.init(records, columns: columns, positions: [position], standardized: standardized)
  }

  private init(
    _ records: [Record],
    columns: [String],
    positions: [Int],
    standardized: Bool
  ) throws(TableError) {
    self.positions = positions
    names = positions.map { columns[$0] }
    means = [Double](repeating: 0, count: names.count)
    deviations = [Double](repeating: 1, count: names.count)
    for (index, name) in names.enumerated() {
      var values: [Double] = []
      for (row, record) in records.enumerated() {
        values.append(try record.number(name, at: positions[index], row: row))
      }
      if standardized { try fit(index, values) }
    }
  }

  /// Takes the mean and the standard deviation of a column from its values.
  private mutating func fit(_ index: Int, _ values: [Double]) throws(TableError) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    guard mean.isFinite, variance.isFinite else { throw .unscalable(column: names[index]) }
    // Rounding must not make a deviation of a constant.
    let isConstant = values.allSatisfy { $0 == values[0] }
    means[index] = isConstant ? values[0] : mean
    deviations[index] = isConstant || variance == 0 ? 1 : variance.squareRoot()
  }

  /// The values of a record, one for each column.
  ///
  /// - Throws: ``RecordError`` when a column is missing or holds something else than a finite number.
  public func values(_ record: Record) throws(RecordError) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(count)
    for (index, name) in names.enumerated() {
      let text = try record.value(name, at: positions[index])
      guard let number = Double(text), number.isFinite else {
        throw .notANumber(name: name, found: text)
      }
      values.append((number - means[index]) / deviations[index])
    }
    return values
  }
}

extension Record {
  /// The text of a field that is probably at a position.
  func value(_ name: String, at position: Int) throws(RecordError) -> String {
    if fields.indices.contains(position), fields[position].name == name {
      return fields[position].value
    }
    return try field(name)
  }

  /// The number in a column of a row, which is probably at a position.
  func number(_ name: String, at position: Int, row: Int) throws(TableError) -> Double {
    guard let text = try? value(name, at: position) else {
      throw .missingValue(column: name, row: row)
    }
    guard let number = Double(text), number.isFinite else {
      throw .notANumber(column: name, row: row, found: text)
    }
    return number
  }
}
