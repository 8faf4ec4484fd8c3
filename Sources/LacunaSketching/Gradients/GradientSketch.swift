/// Series of a measurement's gradient along directions, as predictions use them.
///
/// Of the direction ψ_j the coefficient of degree r is G_{j,r}, n complex numbers: r = 1 gives Hψ_j with the
/// second derivatives H, r = 2 gives ½ T[ψ_j, ψ_j, ·] with the third ones.
public struct GradientSketch: Sendable {
  /// The degree of f that is reached: gradients are kept to one degree less.
  public let degree: Int
  /// The number of directions.
  public var count: Int { directions.count }
  /// The directions.
  let directions: Predictor
  /// For each output and each degree from 1 the coefficients, laid out like the directions.
  let slopes: [[Predictor]]

  /// A sketch from jets.
  ///
  /// - Parameters:
  ///   - jets: for each output and direction, all of one degree.
  ///   - directions: ψ for each, by unit.
  public init(_ jets: [[GradientJet]], along directions: [[Complex]]) {
    let units = directions.first?.count ?? 0
    let order = jets.first?.first?.coefficients.count ?? 0
    degree = order + 1
    self.directions = Predictor(directions, units: units)
    slopes = jets.map { jets in
      (0..<order).map { r in Predictor(jets.map { $0.coefficients[r] }, units: units) }
    }
  }

  private init(degree: Int, directions: Predictor, slopes: [[Predictor]]) {
    self.degree = degree
    self.directions = directions
    self.slopes = slopes
  }

  /// The same with the series stopped at a degree of f.
  func stopped(degree: Int) -> GradientSketch {
    let degree = min(self.degree, degree)
    return GradientSketch(
      degree: degree,
      directions: directions,
      slopes: slopes.map { Array($0.prefix(degree - 1)) }
    )
  }
}

extension Predictor {
  /// Sums over numbers that are given, a row of one complex number a unit for each direction.
  init(_ rows: [[Complex]], units: Int) {
    let stride = Vector.count(for: rows.count) * Vector.width
    var numbers = [Double](repeating: 0, count: units * 2 * stride)
    for (lane, row) in rows.enumerated() {
      for (unit, value) in row.enumerated() {
        numbers[unit * 2 * stride + lane] = value.re
        numbers[(unit * 2 + 1) * stride + lane] = value.im
      }
    }
    self.init(numbers: numbers, count: rows.count, stride: stride, units: units)
  }

  /// The sums over a reweighting without the numbers that fill up vectors: real parts, then imaginary ones.
  func compactSum(_ reweighting: Reweighting) -> [Double] {
    var sums = [Double](repeating: 0, count: 2 * stride)
    sum(reweighting, into: &sums)
    return compact(sums)
  }

  /// Real parts, then imaginary ones, without what lies between.
  func compact(_ sums: [Double]) -> [Double] {
    Array(sums[..<count]) + Array(sums[stride..<(stride + count)])
  }
}
