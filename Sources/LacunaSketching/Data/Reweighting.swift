/// Other weights for some units than those that the sketch was made about.
///
/// Unit u of downweight w_u enters training with 1 − w_u times its base weight: w = 1 deletes it, 1/2 halves
/// it, −1 doubles it. A deletion is a reweighting whose downweights are all 1.
public struct Reweighting: Sendable, Equatable {
  /// The units that change, ascending.
  public let units: [Int]
  /// The downweight of each; nil where all are 1.
  public let downweights: [Double]?

  /// The deletion of some units, ascending.
  public init(deleting units: [Int]) {
    self.units = units
    downweights = nil
  }

  /// Downweights of some units; those of 0 change nothing and are dropped.
  public init(downweights: [Int: Double]) {
    let changed = downweights.filter { $0.value != 0 }.sorted { $0.key < $1.key }
    units = changed.map(\.key)
    self.downweights = changed.allSatisfy { $0.value == 1 } ? nil : changed.map(\.value)
  }

  /// ‖w‖², of the vector of downweights.
  public var squaredLength: Double {
    downweights?.reduce(0) { $0 + $1 * $1 } ?? Double(units.count)
  }

  /// Whether all units are deleted.
  public var isDeletion: Bool { downweights == nil }

  /// The downweight of the unit at an index of ``units``.
  public func downweight(at index: Int) -> Double { downweights?[index] ?? 1 }

  /// The downweights of all units as a direction, real.
  ///
  /// - Parameter count: the number of units.
  /// - Returns: the numbers, by unit.
  public func line(units count: Int) -> [Complex] {
    var line = [Complex](repeating: Complex(0), count: count)
    for (index, unit) in units.enumerated() { line[unit] = Complex(downweight(at: index)) }
    return line
  }

  /// The units that are deleted.
  public var deleted: [Int] {
    downweights.map { zip(units, $0).filter { $0.1 == 1 }.map(\.0) } ?? units
  }

  /// The units that are not deleted, and how much of its base weight each keeps.
  public var reweighted: [(unit: Int, weight: Double)] {
    guard let downweights else { return [] }
    return zip(units, downweights).filter { $0.1 != 1 }.map { ($0.0, 1 - $0.1) }
  }
}
