import Foundation
import LacunaProtocols
import LacunaStores
import Synchronization

/// The training of a learner that trains by itself: at the weights of points z of circles along ψ, from which
/// jets of the parameters are interpolated, or at real weights.
struct ComputedTraining: Sendable {
  let problem: TrainingProblem
  let learner: any ComputedLearner
  let degree: Int
  let options: ExecutionOptions
  let accuracy: InterpolationRecord?

  init(
    _ problem: TrainingProblem,
    _ learner: any ComputedLearner,
    degree: Int,
    options: ExecutionOptions,
    accuracy: InterpolationRecord? = nil
  ) {
    self.problem = problem
    self.learner = learner
    self.degree = degree
    self.options = options
    self.accuracy = accuracy
  }

  /// The parts of one training that progress is counted in.
  private static let fractions = 100

  private var subject: String { "the training of '\(problem.name)'" }

  /// The trained parameters at real weights, for each weighting.
  func parameters(weightings: [[Double]]) throws -> [[String: [Double]]] {
    let counter = ProgressCounter(
      total: weightings.count * Self.fractions,
      report: options.progress
    )
    let results = Mutex([[String: [Double]]](repeating: [:], count: weightings.count))
    try Parallel.forEach(weightings.count, threads: options.threads) {
    } body: { _, number in
      let done = Mutex(0)
      let advance = { @Sendable (fraction: Double) in
        let steps = done.withLock { done in
          let now = Int(max(0, min(1, fraction)) * Double(Self.fractions))
          defer { done = max(done, now) }
          return max(0, now - done)
        }
        if steps > 0 { counter.add(steps) }
      }
      let found = try real(weightings[number], advance)
      results.withLock { $0[number] = found }
      advance(1)
    }
    return results.withLock { $0 }
  }

  /// The trained parameters at real weights.
  private func real(
    _ weights: [Double],
    _ progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> [String: [Double]] {
    let found = try train(weights.map { Complex($0) }, progress)
    var parameters: [String: [Double]] = [:]
    for (tensor, numbers) in zip(problem.parameters, found) {
      parameters[tensor.name] = try realParts(numbers, of: "\(subject), '\(tensor.name)'")
    }
    return parameters
  }

  private func train(
    _ weights: [Complex],
    _ progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> [[Complex]] {
    if options.isCancelled() { throw SketchingError.interrupted }
    let found = try learner.train(
      weights: weights,
      progress: progress,
      isCancelled: options.isCancelled
    )
    for (tensor, numbers) in zip(problem.parameters, found)
    where numbers.count != tensor.shape.reduce(1, *) {
      throw ComputedError.valueCount(
        subject: "\(subject), '\(tensor.name)'",
        found: numbers.count,
        expected: tensor.shape.reduce(1, *)
      )
    }
    return found
  }

  /// The jet of the parameters along a direction.
  func jet(along direction: [Complex]) throws -> [JetOfTraining.Parameter] {
    let base = try real(problem.undeleted)
    let found = try expand(direction)
    var position = 0
    return problem.parameters.map { tensor in
      let count = tensor.shape.reduce(1, *)
      defer { position += count }
      let rows = found.coefficients[position..<(position + count)]
      return JetOfTraining.Parameter(
        name: tensor.name,
        shape: tensor.shape,
        primal: base[tensor.name] ?? [],
        tangents: (1...degree).map { r in rows.map { $0[r] } }
      )
    }
  }

  /// All parameters, one after the other, expanded along a direction.
  private func expand(_ direction: [Complex]) throws -> CircleInterpolation.Expansion {
    let interpolation = CircleInterpolation(
      degree: degree,
      roundoff: learner.roundoff,
      subject: subject
    )
    let largest = direction.reduce(0) { max($0, $1.magnitude) }
    let found = try interpolation.expand(from: largest > 0 ? 1 / largest : 1) { z in
      try train(problem.weights(along: direction, at: z)).flatMap { $0 }
    }
    accuracy?.add(found, sizes: problem.parameters.map { $0.shape.reduce(1, *) })
    return found
  }

  /// Sketches along ranges of directions, a shard each.
  func run(
    _ ranges: [Range<Int>],
    along directions: Directions,
    _ expansion: SketchManifest.Expansion,
    onBase: @escaping @Sendable ([TensorData]) throws -> Void,
    onShard: @escaping @Sendable (Shard) throws -> Void
  ) throws {
    let base = try real(problem.undeleted)
    try onBase(
      problem.parameters.map { tensor in
        try TensorData(
          tensor.name,
          reals: base[tensor.name] ?? [],
          shape: tensor.shape,
          options.precision
        )
      }
    )
    let pieces = ranges.enumerated().flatMap { shard, range in range.map { (shard, $0) } }
    let counter = ProgressCounter(total: pieces.count, report: options.progress)
    let assembly = ShardAssembly(
      ranges,
      blocksOfShard: pieces.map(\.0),
      problem.parameters,
      expansion
    )
    try Parallel.forEach(pieces.count, threads: options.threads) {
    } body: { _, number in
      let (shard, index) = pieces[number]
      let found = try expand(directions.direction(index, units: problem.unitCount))
      var position = 0
      let blocks = problem.parameters.map { tensor in
        let count = tensor.shape.reduce(1, *)
        defer { position += count }
        let rows = found.coefficients[position..<(position + count)]
        return (1...degree).flatMap { r in rows.flatMap { [$0[r].re, $0[r].im] } }
      }
      try assembly.add(index..<(index + 1), of: shard, blocks, onShard)
      counter.add(1)
    }
  }
}

/// Collects how exactly jets of a learner that trains by itself were interpolated.
public final class InterpolationRecord: Sendable {
  private let worst = Mutex<(error: Double, radii: [Double])?>(nil)

  /// The largest error of a coefficient relative to its parameter's largest coefficient of the degree, and
  /// the smallest and the largest radius; nil while nothing was interpolated.
  public var summary: Interpolation? {
    worst.withLock { $0.map { Interpolation(relativeError: $0.error, radii: $0.radii) } }
  }

  /// Adds an expansion of tensors of these sizes.
  func add(_ expansion: CircleInterpolation.Expansion, sizes: [Int]) {
    var largest = 0.0
    var position = 0
    for size in sizes {
      for r in 1..<(expansion.coefficients.first?.count ?? 1) {
        let rows = position..<(position + size)
        let scale = expansion.coefficients[rows].reduce(0) { max($0, $1[r].magnitude) }
        let error = expansion.errors[rows].reduce(0) { max($0, $1[r]) }
        if scale > 0 { largest = max(largest, error / scale) }
      }
      position += size
    }
    let radii = expansion.radii.flatMap { $0.dropFirst() }
    worst.withLock { known in
      let all = (known?.radii ?? []) + radii
      known = (max(known?.error ?? 0, largest), [all.min() ?? 0, all.max() ?? 0])
    }
  }
}
