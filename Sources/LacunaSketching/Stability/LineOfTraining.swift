/// A line of downweights along which training is expanded.
public struct LineOfTraining: Sendable {
  /// The direction, one number a unit; of any length.
  public var direction: [Complex]
  /// A point on the line at which the trained parameters are known, by name.
  public var truth: Truth?

  /// Trained parameters at a point.
  public struct Truth: Sendable {
    /// Where on the line.
    public var point: Double
    /// The parameters, by name.
    public var parameters: [String: [Double]]

    /// These parameters at this point.
    public init(point: Double, parameters: [String: [Double]]) {
      self.point = point
      self.parameters = parameters
    }
  }

  /// A line in a direction.
  public init(_ direction: [Complex], truth: Truth? = nil) {
    self.direction = direction
    self.truth = truth
  }
}

/// What is kept of a training along a line.
public struct ExpandedLine: Sendable {
  /// For each degree from 1, the binary logarithm of the norm of that coefficient of all parameters.
  public var parameterSizes: [Double]
  /// For each degree from 0, the norm of what the polynomial up to it misses of the known parameters; empty
  /// where none are known.
  public var misses: [Double]
  /// For each target and output the coefficients from degree 1.
  public var coefficients: [[[Complex]]]
}
