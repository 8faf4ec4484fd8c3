/// A tensor of a learner's state: what it is called, what it is for and how it begins.
public struct StateTensor: Hashable, Sendable, Codable {
  /// What a tensor of the state is for.
  public enum Role: String, Hashable, Sendable, CaseIterable, Codable {
    /// Part of the trained model: stored in sketches and seen by measurements.
    case parameter
    /// The optimiser's: momentum and the like.
    case slot
  }

  /// How a tensor begins.
  ///
  /// The host draws the random numbers.
  public enum Initializer: Hashable, Sendable, Codable {
    case zeros
    case ones
    /// One number everywhere.
    case constant(Double)
    /// Independent normal numbers of mean zero.
    case normal(standardDeviation: Double)
    /// Independent numbers, uniform between two bounds.
    case uniform(low: Double, high: Double)
  }

  /// The name by which programs ask for it.
  public var name: String
  /// The extents, outermost first.
  public var shape: [Int]
  /// What it is for.
  public var role: Role
  /// How it begins.
  public var initializer: Initializer

  /// A tensor of the state.
  public init(name: String, shape: [Int], role: Role, initializer: Initializer) {
    self.name = name
    self.shape = shape
    self.role = role
    self.initializer = initializer
  }

  /// A parameter of the model.
  public static func parameter(
    _ name: String,
    _ shape: [Int],
    _ initializer: Initializer
  ) -> StateTensor {
    StateTensor(name: name, shape: shape, role: .parameter, initializer: initializer)
  }

  /// A slot of the optimiser; zeros by default.
  public static func slot(
    _ name: String,
    _ shape: [Int],
    _ initializer: Initializer = .zeros
  ) -> StateTensor {
    StateTensor(name: name, shape: shape, role: .slot, initializer: initializer)
  }
}
