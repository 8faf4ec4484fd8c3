import Foundation
import LacunaExecution
import LacunaProtocols

/// The trainings of a study.
struct StabilityRun {
  let problem: TrainingProblem
  let settings: StabilityStudy.Settings
  let targets: [MeasuredQuery]
  let options: ExecutionOptions
  let directions: [[Complex]]
  let sets: [[Int]]

  /// The trained parameters without each deletion set, and what is measured of them.
  struct Retrained {
    var parameters: [[String: [Double]]]
    /// For each target and set the outputs.
    var values: [[[Double]]]
  }

  init(
    _ problem: TrainingProblem,
    _ settings: StabilityStudy.Settings,
    _ targets: [MeasuredQuery],
    _ options: ExecutionOptions
  ) {
    self.problem = problem
    self.settings = settings
    self.targets = targets
    self.options = options
    directions = (0..<settings.directions).map {
      Directions.random(seed: settings.seed).direction($0, units: problem.unitCount)
    }
    sets = settings.sizes.enumerated().map { index, size in
      Self.set(of: size, from: problem.unitCount, seed: settings.seed, number: index)
    }
  }

  /// A random set of units, in ascending order.
  static func set(of size: Int, from units: Int, seed: UInt64, number: Int) -> [Int] {
    let generator = Philox(seed: seed)
    let keys = (0..<units).map { generator.uniforms(.deletionSet, row: number, element: $0).0 }
    return (0..<units).sorted { keys[$0] < keys[$1] }.prefix(size).sorted()
  }

  /// Trains without each of some sets, and with all data.
  func retrained(_ sets: [[Int]]) throws -> Retrained {
    var quiet = options
    quiet.progress = { _ in }
    let models = try Retraining(problem, options: quiet).parameters(
      weightings: ([[]] + sets).map { problem.weights(Reweighting(deleting: $0)) }
    )
    let values = try targets.map { target in
      try Measurer(
        target,
        parameters: problem.parameters,
        base: models[0],
        ring: .lanes,
        options: options
      ).values(Array(models.dropFirst()))
    }
    return Retrained(parameters: Array(models.dropFirst()), values: values)
  }

  /// Trains over jets along all lines, of directions of a length that keeps coefficients among the numbers.
  func expanded(_ retrained: Retrained?) throws -> (ExpandedTraining, scale: Double) {
    do {
      let expanded = try expanded(1, settings.degree, retrained)
      guard let scale = Self.scale(afterUnderflow: expanded) else { return (expanded, 1) }
      return (try self.expanded(scale, settings.degree, retrained), scale)
    } catch let error as SketchingError where error.leavesNumbers {
      // A few degrees tell how fast they grow.
      for degree in [6, 2] where degree < settings.degree {
        guard let few = try? expanded(1, degree, nil) else { continue }
        let scale = Self.scale(afterOverflow: few)
        return (try expanded(scale, settings.degree, retrained), scale)
      }
      throw error
    }
  }

  private func expanded(
    _ scale: Double,
    _ degree: Int,
    _ retrained: Retrained?
  ) throws -> ExpandedTraining {
    let random = directions.map { direction in
      LineOfTraining(direction.map { Complex(scale * $0.re, scale * $0.im) })
    }
    let deletions = sets.enumerated().map { index, set in
      let length = Double(set.count).squareRoot()
      var direction = [Complex](repeating: Complex(0), count: problem.unitCount)
      for unit in set { direction[unit] = Complex(scale / length) }
      let truth = retrained.map {
        LineOfTraining.Truth(point: length / scale, parameters: $0.parameters[index])
      }
      return LineOfTraining(direction, truth: truth)
    }
    return try ExpandedTraining(
      problem,
      along: random + (retrained == nil ? [] : deletions),
      degree: degree,
      targets: targets,
      options: options
    )
  }

  /// The length of directions with which the largest coefficient of the first degrees is about 8⁻ʳ.
  static func scale(afterOverflow few: ExpandedTraining) -> Double {
    let rates = few.lines.flatMap { line in
      line.parameterSizes.enumerated().map { $0.element / Double($0.offset + 1) }
    }
    return exp2(-(rates.filter(\.isFinite).max() ?? 0) - 3)
  }

  /// A length of directions with which the last coefficients do not vanish; nil where they do not anyway.
  static func scale(afterUnderflow expanded: ExpandedTraining) -> Double? {
    var rate: Double?
    for line in expanded.lines {
      // Below 2⁻¹⁰²² digits are lost; somewhat above it, in what goes into a coefficient.
      guard let last = line.parameterSizes.firstIndex(where: { $0 < -900 && $0.isFinite }) else {
        continue
      }
      rate = max(rate ?? -.infinity, line.parameterSizes[last] / Double(last + 1))
    }
    return rate.map { exp2(-0.9 * $0) }
  }
}
