import LacunaPluginKit

/// The choices that the configuration leaves open.
///
/// Keys are in kebab case.
struct Options: Hashable, Sendable {
  /// The columns of the table.
  let row: String
  let column: String
  let value: String
  /// The number of factors of a row and of a column.
  let rank: Int
  /// The penalty.
  let penalty: Double
  /// How often rows and columns are solved for.
  let sweeps: Int
  /// Whether the mean of the values is subtracted first.
  let isCentered: Bool
  /// The standard deviation of the first column factors.
  let initialDeviation: Double

  static let schema = ConfigurationSchema([
    .string("row", default: "user", "the column that names the row of the matrix"),
    .string("column", default: "item", "the column that names the column of the matrix"),
    .string("value", default: "rating", "the column with the entry of the matrix"),
    .integer("rank", default: 2, in: 1...16, "factors of each row and each column"),
    .number(
      "l2",
      default: 1,
      in: 1e-9...1e9,
      "the penalty: sum of squared errors + l2 * sum of squared factors"
    ),
    .integer("sweeps", default: 10, in: 1...1000, "times to solve for the rows, then the columns"),
    .boolean("center", default: true, "subtract the mean of all values first"),
    .number("init-std", default: 0.5, in: 1e-6...10, "standard deviation of the first factors"),
  ])

  init(_ configuration: Configuration) throws {
    row = try configuration.string("row")
    column = try configuration.string("column")
    value = try configuration.string("value")
    rank = try configuration.integer("rank")
    penalty = try configuration.number("l2")
    sweeps = try configuration.integer("sweeps")
    isCentered = try configuration.boolean("center")
    initialDeviation = try configuration.number("init-std")
  }
}
