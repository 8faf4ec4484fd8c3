import Foundation

/// The line and the curvature of log₂|c_r| against the degree: a + b·r − s·log₂ r!.
///
/// A geometric series has s = 0 and b = −log₂ of its radius of convergence; the exponential function has s = 1. A
/// series with s > 0 converges everywhere: log₂ r! grows faster than any multiple of r.
public struct StabilityFit: Sendable, Equatable, Encodable {
  /// The constant, a.
  public var intercept: Double
  /// The slope, b.
  public var slope: Double
  /// The factor of −log₂ r!, s.
  public var curvature: Double
  /// The standard error of s: its spread over directions; nil for a single one.
  public var curvatureError: Double?
  /// The root mean square of what the fit misses.
  public var residual: Double
  /// The degrees that it is of.
  public var degrees: [Int]

  /// The fit of a curve, by least squares; nil with fewer than four values.
  ///
  /// - Parameter values: the value of each degree from 1; those that are not finite do not count.
  public init?(_ values: [Double]) {
    var rows: [(x: [Double], y: Double)] = []
    for (index, value) in values.enumerated() where value.isFinite {
      let r = Double(index + 1)
      rows.append(([1, r, -lgamma(r + 1) / log(2)], value))
    }
    guard rows.count >= 4 else { return nil }
    // Orthogonalised column by column: r and log₂ r! are nearly parallel.
    var columns = (0..<3).map { column in rows.map { $0.x[column] } }
    var mixing = [[Double]](repeating: [0, 0, 0], count: 3)
    var coefficients = [Double](repeating: 0, count: 3)
    let y = rows.map(\.y)
    for column in 0..<3 {
      for earlier in 0..<column {
        let part = Self.dot(columns[earlier], columns[column])
        mixing[earlier][column] = part
        for row in rows.indices { columns[column][row] -= part * columns[earlier][row] }
      }
      let length = Self.dot(columns[column], columns[column]).squareRoot()
      mixing[column][column] = length
      for row in rows.indices { columns[column][row] /= length }
      coefficients[column] = Self.dot(columns[column], y)
    }
    for column in [2, 1, 0] {
      for later in (column + 1)..<max(column + 1, 3) {
        coefficients[column] -= mixing[column][later] * coefficients[later]
      }
      coefficients[column] /= mixing[column][column]
    }
    (intercept, slope, curvature) = (coefficients[0], coefficients[1], coefficients[2])
    let misses = rows.map { row in
      row.y - zip(row.x, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    }
    residual = (Self.dot(misses, misses) / Double(misses.count)).squareRoot()
    degrees = values.indices.filter { values[$0].isFinite }.map { $0 + 1 }
  }

  /// A curvature that is more than this, by two standard errors, is one.
  private static let leastCurvature = 0.1

  /// Whether the curve falls faster than any line.
  public var isEntire: Bool { curvature - 2 * (curvatureError ?? 0) > Self.leastCurvature }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension StabilityFit {
  /// The fit of several curves: that of their mean; nil where too few degrees have values.
  ///
  /// It is the mean of their fits where all have the same degrees.
  ///
  /// - Parameter curves: for each direction, the value of each degree from 1.
  public init?(mean curves: [[Double]]) {
    let degree = curves.first?.count ?? 0
    let mean = (0..<degree).map { r in
      let values = curves.map { $0[r] }.filter(\.isFinite)
      return values.count == curves.count ? values.reduce(0, +) / Double(values.count) : .nan
    }
    guard let fit = StabilityFit(mean) else { return nil }
    self = fit
    let each = curves.compactMap { StabilityFit($0)?.curvature }
    guard each.count > 1 else { return }
    let center = each.reduce(0, +) / Double(each.count)
    let square = each.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(each.count - 1)
    curvatureError = (square / Double(each.count)).squareRoot()
  }
}
