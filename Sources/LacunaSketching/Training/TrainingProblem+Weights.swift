/// The weights of examples: b_i (1 − w[unit(i)]) with the base weight b_i, and b_i alone for an example that
/// is never deleted.
extension TrainingProblem {
  /// The number of units.
  public var unitCount: Int { units.count }

  /// What an example weighs where nothing is downweighted.
  @inline(__always)
  func baseWeight(of example: Int) -> Double { baseWeights?[example] ?? 1 }

  /// The weights of all examples where nothing is downweighted.
  public var undeleted: [Double] {
    baseWeights ?? [Double](repeating: 1, count: dataset.count)
  }

  /// The weights of all examples when some units are reweighted.
  ///
  /// - Parameters:
  ///   - reweighting: the units and their downweights.
  ///   - scale: what all downweights are multiplied by.
  /// - Returns: a weight for each example.
  public func weights(_ reweighting: Reweighting, scale: Double = 1) -> [Double] {
    var weights = undeleted
    for (index, unit) in reweighting.units.enumerated() {
      let factor = 1 - scale * reweighting.downweight(at: index)
      for example in units.members(of: unit) { weights[example] = baseWeight(of: example) * factor }
    }
    return weights
  }

  /// The weights of all examples at a point z along a direction.
  func weights(along direction: [Complex], at z: Complex) -> [Complex] {
    (0..<dataset.count).map { example in
      let base = baseWeight(of: example)
      let unit = units.unit(of: example)
      guard unit != Units.none else { return Complex(base) }
      let product = direction[unit] * z
      return Complex(base * (1 - product.re), base * -product.im)
    }
  }
}
