import LacunaStores

/// A verdict, and the numbers that it rests on.
public struct StabilityFinding: Sendable, Equatable {
  /// The verdict.
  public var verdict: StabilityVerdict
  /// The verdict in words.
  public var words: String
  /// The fit of log₂|c_r|, without √n[r]: what a geometric series makes a straight line.
  public var fit: StabilityFit?
  /// The curvature of the mean of q alone, of which √n[r] is part: that of the paper's criterion.
  public var curvature: Double?
  /// The curvature that √n[r] gives to the q of a geometric series of as many units and degrees.
  public var geometricCurvature: Double?
  /// The radius of convergence along the random directions.
  public var radius: StabilityRadius?
}

/// The radius of convergence of series along directions of length 1, by their last coefficients.
public struct StabilityRadius: Sendable, Equatable, Codable {
  /// The median over directions.
  public var median: Double
  /// The smallest.
  public var least: Double
  /// The largest.
  public var most: Double

  /// A radius of these directions.
  public init(median: Double, least: Double, most: Double) {
    (self.median, self.least, self.most) = (median, least, most)
  }

  /// The largest random deletion sets within the median radius: 1_D has the length √|D|.
  public var units: Double { median * median }
}
