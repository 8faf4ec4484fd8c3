/// What a measurement is called, and what it takes.
public struct MeasurementDescriptor: Hashable, Sendable {
  /// The name, of the characters `a–z 0–9 -`.
  public var name: String
  /// What it is, in one line.
  public var summary: String
  /// The version, which changes whenever the measurement does.
  public var version: String
  /// The keys it can be configured with.
  public var schema: ConfigurationSchema
  /// What it asks of a learner.
  public var needs: [MeasurementNeed]

  /// A description of these parts.
  public init(
    name: String,
    summary: String,
    version: String,
    schema: ConfigurationSchema = .empty,
    needs: [MeasurementNeed]
  ) {
    self.name = name
    self.summary = summary
    self.version = version
    self.schema = schema
    self.needs = needs
  }
}

/// A measurement that a plugin offers.
public protocol MeasurementPlugin: MeasurementFunction {
  /// What it is called, and what it takes.
  static var descriptor: MeasurementDescriptor { get }

  /// The measurement for a configuration.
  init(configuration: Configuration) throws
}

extension MeasurementPlugin {
  /// Those of its description.
  public var needs: [MeasurementNeed] { Self.descriptor.needs }
}
