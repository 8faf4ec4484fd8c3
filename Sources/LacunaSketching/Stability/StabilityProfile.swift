import Foundation

/// How the Taylor coefficients along random directions fall with the degree.
///
/// For direction j and degree r, q = log₂(√n[r] · |c_{j,r}|) with n[r] = C(n+r−1, r): the mean square of √n[r]·|c|
/// over directions that are uniform on the unit sphere is the squared Frobenius norm of the tensor of degree r,
/// f^{(r)}/r!.
public struct StabilityProfile: Sendable, Equatable {
  /// The number of units, n.
  public let units: Int
  /// For each direction and degree from 1, log₂|c|; −∞ for a coefficient that is zero.
  public let sizes: [[Double]]

  /// A profile of coefficients.
  ///
  /// - Parameters:
  ///   - units: the number of units.
  ///   - sizes: for each direction and degree from 1, log₂ of the coefficient's magnitude.
  public init(units: Int, sizes: [[Double]]) {
    self.units = units
    self.sizes = sizes
  }

  /// The highest degree.
  public var degree: Int { sizes.first?.count ?? 0 }

  /// ½ log₂ n[r] for each degree from 1.
  public static func halfLogDimension(units: Int, degree: Int) -> [Double] {
    let n = Double(units)
    return (1...max(1, degree)).map { degree -> Double in
      let r = Double(degree)
      let dimension: Double = lgamma(n + r) - lgamma(n) - lgamma(r + 1)
      return 0.5 * dimension / log(2)
    }
  }

  /// A degree of the profile.
  public struct Row: Sendable, Equatable, Encodable {
    /// The degree.
    public var degree: Int
    /// The mean of q over directions whose coefficient is not zero; nil where all are.
    public var mean: Double?
    /// The smallest, the quartiles and the largest q, of all directions with a coefficient.
    public var quantiles: [Double]
    /// log₂ of the root of the mean of n[r]·|c|² over all directions; nil where all are zero.
    public var meanSquare: Double?
    /// How many directions have no coefficient of this degree.
    public var zeros: Int
  }

  /// The profile, degree by degree.
  public var rows: [Row] {
    let scale = Self.halfLogDimension(units: units, degree: degree)
    return (0..<degree).map { r in
      let values = sizes.map { $0[r] + scale[r] }.filter { $0 > -.infinity }.sorted()
      let most = values.last ?? 0
      let square = values.reduce(0) { $0 + exp2(2 * ($1 - most)) } / Double(sizes.count)
      return Row(
        degree: r + 1,
        mean: values.isEmpty ? nil : values.reduce(0, +) / Double(values.count),
        quantiles: values.isEmpty ? [] : [0, 0.25, 0.5, 0.75, 1].map { Self.quantile(values, $0) },
        meanSquare: values.isEmpty ? nil : most + 0.5 * log2(square),
        zeros: sizes.count - values.count
      )
    }
  }

  /// A quantile of sorted numbers, linear between them.
  static func quantile(_ sorted: [Double], _ part: Double) -> Double {
    let place = part * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}
