import LacunaProtocols
import LacunaStores

/// Measured jets as the tensor that a cache keeps: `[lanes, outputs, degree, 2]`, real and imaginary part
/// last, and where they were interpolated `[lanes, outputs, degree, 4]`, with error and radius after these.
enum CachedJets {
  static func encoded(_ jets: MeasuredJets, _ degree: Int) throws -> TensorData {
    let outputs = jets.tangents.first?.count ?? 0
    var numbers: [Double] = []
    for (lane, row) in jets.tangents.enumerated() {
      for (output, coefficients) in row.enumerated() {
        for (r, value) in coefficients.enumerated() {
          numbers += [value.re, value.im]
          if let accuracy = jets.accuracy?[lane][output][r] {
            numbers += [accuracy.error, accuracy.radius]
          }
        }
      }
    }
    return try TensorData(
      name: "coefficients",
      shape: [jets.tangents.count, outputs, degree, jets.accuracy == nil ? 2 : 4],
      numbers
    )
  }

  /// The jets of a tensor, without their constant terms; nil when it is of another shape.
  static func decoded(
    _ tensor: TensorData,
    _ lanes: Int,
    _ target: MeasuredQuery,
    _ degree: Int
  ) throws -> MeasuredJets? {
    let outputs = target.outputCount
    let width = target.hasAccuracy ? 4 : 2
    guard tensor.shape == [lanes, outputs, degree, width] else { return nil }
    let numbers = try tensor.doubles()
    func rows<Value>(_ read: (Int) -> Value) -> [[[Value]]] {
      (0..<lanes).map { lane in
        (0..<outputs).map { output in
          (0..<degree).map { read(((lane * outputs + output) * degree + $0) * width) }
        }
      }
    }
    return MeasuredJets(
      base: [],
      tangents: rows { Complex(numbers[$0], numbers[$0 + 1]) },
      accuracy: width == 4
        ? rows { MeasuredJets.Accuracy(error: numbers[$0 + 2], radius: numbers[$0 + 3]) } : nil
    )
  }
}

/// How exactly the coefficients of a measurement were interpolated.
public struct Interpolation: Hashable, Sendable, Encodable {
  /// The largest error of a coefficient, relative to the coefficients of its degree (root mean square over
  /// directions).
  public let relativeError: Double
  /// The smallest and the largest radius that a coefficient was taken from.
  public let radii: [Double]

  /// What was found out in another way.
  init(relativeError: Double, radii: [Double]) {
    self.relativeError = relativeError
    self.radii = radii
  }

  /// The summary of coefficients and what they were taken from, both by lane, output and degree; nil when
  /// nothing was interpolated.
  init?(_ coefficients: [[[Complex]]], _ accuracy: [[[MeasuredJets.Accuracy]]]) {
    guard let first = accuracy.first else { return nil }
    var worst = 0.0
    for output in first.indices {
      for r in first[output].indices {
        let squares = coefficients.reduce(0) {
          let value = $1[output][r]
          return $0 + value.re * value.re + value.im * value.im
        }
        let size = (squares / Double(coefficients.count)).squareRoot()
        let error = accuracy.reduce(0) { max($0, $1[output][r].error) }
        if size > 0 { worst = max(worst, error / size) }
      }
    }
    relativeError = worst
    let all = accuracy.flatMap { $0.flatMap { $0.map(\.radius) } }
    radii = [all.min() ?? 0, all.max() ?? 0]
  }
}
