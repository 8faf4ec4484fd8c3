/// A case by which a plugin wants to be judged: configuration, data, and what should come of them.
///
/// `lacuna plugins test` runs the cases that a plugin brings, and trains its learners on their data in
/// the other checks.
public struct PluginCase: Hashable, Sendable {
  /// Numbers that training, or a measurement, has to give.
  public struct Expectation: Hashable, Sendable {
    /// A parameter after training, or `value` for the measurement.
    public var name: String
    /// The numbers, in row-major order.
    public var values: [Double]
    /// The largest difference from any of them, absolute.
    public var tolerance: Double

    /// Numbers to be met within a tolerance.
    public init(_ name: String, _ values: [Double], tolerance: Double = 1e-9) {
      self.name = name
      self.values = values
      self.tolerance = tolerance
    }
  }

  /// The name, of the characters `a–z 0–9 -`.
  public var name: String
  /// A learner of this plugin, or `LIBRARY:NAME`.
  public var learner: String
  /// A JSON object of the settings that are not the learner's defaults.
  public var configuration: String
  /// The contents of a data file in the learner's format.
  public var data: String
  /// The positions of the examples that are left out.
  public var deleted: [Int]
  /// What is measured, if anything.
  public var measurement: String
  /// The record measured on, as `--query` takes it.
  public var query: String
  /// The number of steps, or nil for the learner's own.
  public var stepCount: Int?
  /// The seed of the initial state.
  public var seed: UInt64
  /// What should come of it.
  public var expectations: [Expectation]

  /// A case; without expectations it is data for the other checks.
  public init(
    _ name: String,
    learner: String,
    configuration: String = "{}",
    data: String,
    deleted: [Int] = [],
    measurement: String = "",
    query: String = "",
    stepCount: Int? = nil,
    seed: UInt64 = 0,
    expectations: [Expectation] = []
  ) {
    self.name = name
    self.learner = learner
    self.configuration = configuration
    self.data = data
    self.deleted = deleted
    self.measurement = measurement
    self.query = query
    self.stepCount = stepCount
    self.seed = seed
    self.expectations = expectations
  }
}
