import LacunaProtocols
import LacunaStores

/// Training expanded to a high degree along random directions, and held against retrains.
public struct StabilityStudy: Sendable {
  /// What is studied.
  public struct Settings: Sendable {
    /// The number of random directions.
    public var directions: Int
    /// The degree of the jets.
    public var degree: Int
    /// The seed of the directions and of the deletion sets.
    public var seed: UInt64
    /// The sizes of the deletion sets that are retrained without.
    public var sizes: [Int]

    /// A study of these settings.
    ///
    /// - Parameters:
    ///   - directions: the number of random directions.
    ///   - degree: of the jets.
    ///   - seed: of the directions and of the deletion sets.
    ///   - sizes: of the deletion sets.
    public init(directions: Int, degree: Int, seed: UInt64, sizes: [Int]) {
      self.directions = directions
      self.degree = degree
      self.seed = seed
      self.sizes = sizes
    }
  }

  /// What is said of one thing that is measured, or of the parameters.
  public struct Subject: Sendable {
    /// The target that it is; nil for the parameters as a whole.
    public var target: Int?
    /// The coefficients along the random directions.
    public var profile: StabilityProfile
    /// The deletion sets.
    public var trials: [Trial]
    /// What is made of these.
    public var finding: StabilityFinding
  }

  /// The parameters as a whole, by the norm of their coefficients, then each target.
  public internal(set) var subjects: [Subject] = []
  /// What stopped the study, where training left the range of numbers.
  public internal(set) var fault: SketchingError?
  /// What the directions were scaled by, to keep coefficients within the range of numbers.
  public internal(set) var scale = 1.0
  /// What was left out, and why.
  public internal(set) var notes: [String] = []

  /// The worst of what is said.
  public var verdict: StabilityVerdict {
    guard fault == nil else { return .unstable }
    return StabilityVerdict.worst(subjects.map(\.finding.verdict)) ?? .unknown
  }

  /// The sizes of deletion sets that a study takes by itself: 1, 4, 16 and 64, up to half of the units.
  public static func sizes(units: Int) -> [Int] {
    [1, 4, 16, 64].filter { $0 == 1 || 2 * $0 <= units }
  }
}
