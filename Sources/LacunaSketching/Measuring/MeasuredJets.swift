import LacunaProtocols

/// What a measurement gives on jets.
public struct MeasuredJets: Sendable {
  /// How exactly a coefficient was interpolated.
  public struct Accuracy: Hashable, Sendable {
    /// The estimated absolute error.
    public var error: Double
    /// The radius of the circle it is from.
    public var radius: Double
  }

  /// The value on the undeleted model, for each output.
  public var base: [Double]
  /// Lane, output, coefficients 1…d.
  public var tangents: [[[Complex]]]
  /// The same for the accuracy, where coefficients were interpolated; else nil.
  public var accuracy: [[[Accuracy]]]?
}

/// A jet of every element of a tensor.
struct JetTensor: Sendable {
  /// The constant terms, real.
  var primal: [Double]
  /// Element, then coefficients 1…d; empty where the tensor is constant.
  var tangents: [[Complex]]
  /// The elements, where they are indices.
  var integers: [Int64]?

  /// The radius at which the terms of the series are about as large as the constant ones.
  func naturalRadius() -> Double {
    let size = primal.reduce(0) { max($0, abs($1)) }
    var radius = Double.infinity
    for r in 0..<(tangents.first?.count ?? 0) {
      let change = tangents.reduce(0) { max($0, $1[r].magnitude) }
      if change > 0 { radius = min(radius, root((size > 0 ? size : 1) / change, r + 1)) }
    }
    return radius
  }

  /// The tensor at a point.
  func value(at z: Complex) -> ComputedTensor {
    if let integers { return .integers(integers) }
    guard !tangents.isEmpty else { return .reals(primal) }
    return .numbers(
      primal.indices.map { element in
        var sum = Complex(0)
        for coefficient in tangents[element].reversed() { sum = (sum + coefficient) * z }
        return Complex(primal[element]) + sum
      }
    )
  }
}
