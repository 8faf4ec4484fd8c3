/// What records a learner reads.
public enum DataFormat: String, Hashable, Sendable, CaseIterable, Codable {
  /// A line of text each, as one field `text`.
  case lines
  /// A row of a table each, with a field for each column.
  case csv
}

/// What a learner is called, and what it takes.
public struct LearnerDescriptor: Hashable, Sendable {
  /// The name, of the characters `a–z 0–9 -`.
  public var name: String
  /// What it is, in one line.
  public var summary: String
  /// The version, which changes whenever the algorithm does: stores are made with one version.
  public var version: String
  /// The keys it can be configured with.
  public var schema: ConfigurationSchema
  /// What records it reads.
  public var dataFormat: DataFormat

  /// A description of these parts.
  public init(
    name: String,
    summary: String,
    version: String,
    schema: ConfigurationSchema = .empty,
    dataFormat: DataFormat
  ) {
    self.name = name
    self.summary = summary
    self.version = version
    self.schema = schema
    self.dataFormat = dataFormat
  }
}

/// A learning algorithm that a plugin offers.
public protocol LearnerPlugin: LearningAlgorithm {
  /// What it is called, and what it takes.
  static var descriptor: LearnerDescriptor { get }

  /// The algorithm for a configuration, with vocabularies and the like fitted to the training data.
  init(configuration: Configuration, records: [Record]) throws
}
