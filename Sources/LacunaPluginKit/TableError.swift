/// What can be wrong with a table that a learner is to learn from.
///
/// Rows are positions of examples: row 0 is the first after the header.
public enum TableError: LacunaError, Hashable {
  /// A column that a setting names and the table does not have.
  case missingColumn(name: String, available: [String])
  /// No column is left to learn from.
  case noFeatures(excluded: [String])
  /// A row without a value for a column.
  case missingValue(column: String, row: Int)
  /// A label that says nothing.
  case emptyValue(column: String, row: Int)
  /// A value that is no finite number.
  case notANumber(column: String, row: Int, found: String)
  /// A column whose mean or standard deviation is beyond the range of numbers.
  case unscalable(column: String)
  /// A label of too few or too many classes.
  case classCount(column: String, found: Int, expected: ClosedRange<Int>)
  /// A label that the training data does not have.
  case unknownClass(column: String, found: String, classes: [String])

  /// Always ``ErrorCategory/data``.
  public var category: ErrorCategory { .data }

  /// What was wrong, with what was found and what was expected.
  public var description: String {
    switch self {
    case .missingColumn(let name, let available):
      "the table has no column '\(name)'; it has " + Self.list(available)
        + ". Settings of the learner name columns, as in label=NAME."
        + suggestionTail(for: name, among: available)
    case .noFeatures(let excluded):
      "the table has no column beside \(excluded.quotedList), expected at least one to learn from"
    case .missingValue(let column, let row):
      "row \(row) has no column '\(column)', expected the columns of row 0"
    case .emptyValue(let column, let row):
      "row \(row), column '\(column)': found nothing, expected a class (row 0 is the first after the "
        + "header)"
    case .notANumber(let column, let row, let found):
      "row \(row), column '\(column)': found '\(found)', expected a finite number (row 0 is the "
        + "first after the header); columns to learn from hold numbers alone"
    case .unscalable(let column):
      "column '\(column)' cannot be standardized: its mean or its standard deviation is beyond the "
        + "range of numbers"
    case .classCount(let column, let found, let expected):
      "column '\(column)' has \(found) \(found == 1 ? "class" : "classes"), expected "
        + "\(expected.lowerBound) to \(expected.upperBound); is it the label?"
    case .unknownClass(let column, let found, let classes):
      "column '\(column)' is '\(found)', expected a class of the training data: "
        + Self.list(classes) + "."
        + suggestionTail(for: found, among: classes)
    }
  }

  /// The first strings in quotation marks, and how many there are if there are more.
  private static func list(_ strings: [String]) -> String {
    strings.count <= 40
      ? strings.quotedList
      : Array(strings.prefix(20)).quotedList + ", … (\(strings.count) in all)"
  }
}
