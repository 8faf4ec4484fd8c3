import FoundationEssentials
import LacunaProtocols

/// What making a sketch took on the machine that made it.
///
/// It is kept beside the sketch and is no part of it: two runs that give the same sketch take different times.
public struct SketchCosts: Codable, Equatable, Sendable {
  /// What the file calls itself.
  static let format = "lacuna-costs/1"

  /// What the file calls itself.
  private var format = Self.format
  /// The seconds that each direction added to the run, with all its threads.
  public var directionSeconds: Double
  /// The seconds of training one model alone; nil where that is not known.
  public var retrainSeconds: Double?

  /// Costs in seconds.
  public init(directionSeconds: Double, retrainSeconds: Double?) {
    self.directionSeconds = directionSeconds
    self.retrainSeconds = retrainSeconds
  }

  /// Whether it is what this code writes.
  fileprivate var isValid: Bool {
    format == Self.format
      && [directionSeconds, retrainSeconds ?? 0].allSatisfy { $0.isFinite && $0 >= 0 }
  }
}

extension SketchArchive {
  /// What making the sketch took; nil where that was not noted, or cannot be read.
  ///
  /// - Throws: what the store throws.
  public func costs() throws -> SketchCosts? {
    guard let bytes = try store.read(SketchFormat.costs),
      let costs = try? JSONDecoder().decode(SketchCosts.self, from: Data(bytes)), costs.isValid
    else { return nil }
    return costs
  }

  /// Notes what making the sketch took.
  ///
  /// - Throws: ``ArchiveError/readOnly(location:)``, or what the store throws.
  public func note(_ costs: SketchCosts) throws {
    try requireLock()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try store.write(SketchFormat.costs, Array(encoder.encode(costs)) + [UInt8(ascii: "\n")])
  }
}
