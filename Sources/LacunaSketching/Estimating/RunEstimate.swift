import LacunaStores

/// What a precompute will cost, said before it starts.
public struct RunEstimate: Equatable, Sendable, Encodable {
  /// What its time was estimated from.
  public enum Basis: String, Sendable, Encodable {
    /// The first steps, which were tried.
    case timed
    /// The multiply–adds, at a part of what the processor can do that ``assumedEfficiency`` states.
    case counted
  }

  /// A time and where it comes from.
  public struct Time: Equatable, Sendable, Encodable {
    /// The seconds from the start to the end of the run.
    public let seconds: Double
    /// What they were estimated from.
    public let basis: Basis

    /// A time.
    public init(seconds: Double, basis: Basis) {
      self.seconds = seconds
      self.basis = basis
    }
  }

  /// The part of the processor's peak that is assumed where no step was timed.
  public static let assumedEfficiency = 0.4

  /// The memory at its most.
  public let memory: MemoryEstimate
  /// What is written.
  public let disk: SketchSize
  /// The arithmetic; nil for a learner that trains by itself.
  public let work: WorkEstimate?
  /// The time; nil where nothing is known of it yet.
  public let time: Time?

  /// The cost of a run.
  public init(
    memory: MemoryEstimate,
    disk: SketchSize,
    work: WorkEstimate?,
    time: Time?
  ) {
    self.memory = memory
    self.disk = disk
    self.work = work
    self.time = time
  }
}
