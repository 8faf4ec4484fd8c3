import Foundation

extension StabilityRun {
  /// What the lines say of the parameters and of each target.
  func subjects(
    _ expanded: ExpandedTraining,
    scale: Double,
    _ retrained: Retrained?
  ) -> [StabilityStudy.Subject] {
    let random = expanded.lines.prefix(directions.count)
    let deletions = Array(expanded.lines.dropFirst(directions.count))
    // Coefficient r of a direction ρψ is ρʳ times that of ψ.
    func unscaled(_ sizes: [Double]) -> [Double] {
      sizes.enumerated().map { $0.element - Double($0.offset + 1) * log2(scale) }
    }
    func subject(
      _ target: Int?,
      _ sizes: (ExpandedLine) -> [Double],
      truth: (Int) -> [Double],
      _ misses: (Int) -> [Double]
    ) -> StabilityStudy.Subject {
      let profile = StabilityProfile(
        units: problem.unitCount,
        sizes: random.map { unscaled(sizes($0)) }
      )
      let trials = deletions.enumerated().map { index, line in
        let misses = misses(index)
        // What is left of a difference when all of it was rounding.
        let size = truth(index).reduce(0) { $0 + $1 * $1 }.squareRoot()
        let isChanged = (misses.first ?? 0) > 1e-13 * size
        let length = log2(Double(sets[index].count)) / 2
        return StabilityStudy.Trial(
          deleted: sets[index],
          change: isChanged ? misses.first ?? 0 : 0,
          terms: unscaled(sizes(line)).enumerated().map {
            $0.element + Double($0.offset + 1) * length
          },
          misses: misses,
          // Training makes the last bits of a few steps into those of its result.
          rounding: 1e-9 * size
        )
      }
      return StabilityStudy.Subject(
        target: target,
        profile: profile,
        trials: trials,
        finding: profile.finding(trials)
      )
    }
    let parameters = subject(nil) {
      $0.parameterSizes
    } truth: { set in
      retrained?.parameters[set].values.flatMap { $0 } ?? []
    } _: { set in
      deletions[set].misses
    }
    return [parameters]
      + targets.indices.map { target in
        subject(target) {
          Self.sizes($0.coefficients[target])
        } truth: { index in
          retrained?.values[target][index] ?? []
        } _: { index in
          Self.misses(
            deletions[index].coefficients[target],
            at: Double(sets[index].count).squareRoot() / scale,
            from: expanded.base[target],
            to: retrained?.values[target][index] ?? []
          )
        }
      }
  }

  /// log₂ of the norm over outputs of each degree.
  private static func sizes(_ outputs: [[Complex]]) -> [Double] {
    (0..<(outputs.first?.count ?? 0)).map { r in
      var norm = Log2Norm()
      for output in outputs { norm.add(output[r]) }
      return norm.value
    }
  }

  /// How far the polynomial of each degree from 0 is from a retrain.
  private static func misses(
    _ outputs: [[Complex]],
    at point: Double,
    from base: [Double],
    to truth: [Double]
  ) -> [Double] {
    var rest = zip(truth, base).map { $0 - $1 }
    var power = 1.0
    var misses = [rest.reduce(0) { $0 + $1 * $1 }.squareRoot()]
    for r in 0..<(outputs.first?.count ?? 0) {
      power *= point
      for output in rest.indices { rest[output] -= power * outputs[output][r].re }
      misses.append(rest.reduce(0) { $0 + $1 * $1 }.squareRoot())
    }
    return misses
  }
}
