import Synchronization

/// Predictions of some measurements for many deletion sets: what these share is prepared once.
public struct PredictionBatch: Sendable {
  /// How directions are combined.
  public let estimator: Estimator
  /// The confidence of the intervals.
  public let confidence: Double
  let predictor: Predictor
  /// The outputs of each measurement.
  let outputs: [[MeasuredOutput]]
  /// The same where gradients are known and stand in for the directions that were measured.
  let gradientTerms: [[GradientTerms]?]
  /// How the terms of each degree from 1 are estimated.
  let treatments: [TermTreatment]
  /// Whether coefficients of each degree have noise.
  let isNoisy: [Bool]
  /// The half-width of an interval in standard errors.
  let halfWidth: Double
  private let cache: SketchEquations?

  /// Prepares predictions.
  ///
  /// - Parameters:
  ///   - predictor: of the directions that were measured.
  ///   - measurements: what is predicted, all on the same directions.
  ///   - estimator: how directions are combined.
  ///   - confidence: of the interval, between 0 and 1.
  ///   - sketch: where what depends on directions alone is kept.
  /// - Throws: ``SketchingError/linearAlgebra(routine:code:)``, or ``SketchingError/gradient(problem:)`` for
  ///   an exact first order that is not that of the measurement.
  public init(
    _ predictor: Predictor,
    _ measurements: [SketchMeasurement],
    estimator: Estimator,
    confidence: Double,
    sketch: OpenSketch? = nil
  ) throws(SketchingError) {
    self.predictor = predictor
    self.estimator = estimator
    self.confidence = confidence
    BlasThreads.useOne()
    // The error of a regression is that of a model, not of a spread: a normal interval.
    let freedom =
      estimator == .leastSquares ? 1_000_000 : estimator.samples(of: predictor.count) - 1
    // Where there is but one sample, the only error that is known is that of exact terms, by noise.
    halfWidth = StudentT.halfWidth(
      confidence: confidence,
      degreesOfFreedom: freedom > 0 ? freedom : 1_000_000
    )
    cache = sketch.map { SketchEquations($0, directions: measurements.first?.directions ?? []) }
    let degree = measurements.compactMap { $0.coefficients.first?.first?.count }.max() ?? 0
    var treatments: [TermTreatment] = []
    let isGiven = Self.areGradientsKnown(measurements) && estimator.usesGradients
    if isGiven && degree > 0 { treatments.append(.given) }
    for r in treatments.count..<degree {
      treatments.append(try TermTreatment(estimator, predictor, degree: r + 1, cache: cache))
    }
    self.treatments = treatments
    outputs = try Self.outputs(measurements, predictor, treatments, estimator)
    isNoisy = Self.noise(outputs, treatments.count)
    gradientTerms = try Self.gradientTerms(measurements, estimator)
  }

  /// Whether the first order of every measurement is known.
  private static func areGradientsKnown(_ measurements: [SketchMeasurement]) -> Bool {
    !measurements.isEmpty && measurements.allSatisfy { $0.gradients != nil }
  }

  /// The same for other measurements: what depends on directions alone is shared.
  ///
  /// - Parameter measurements: what is predicted, on the same directions and of the same degree.
  /// - Returns: a batch of these.
  /// - Throws: ``SketchingError/linearAlgebra(routine:code:)``,
  ///   ``SketchingError/gradient(problem:)``.
  public func measuring(
    _ measurements: [SketchMeasurement]
  ) throws(SketchingError) -> PredictionBatch {
    var treatments = treatments
    if case .given = treatments.first, !Self.areGradientsKnown(measurements) {
      treatments[0] = try TermTreatment(estimator, predictor, degree: 1, cache: cache)
    }
    let outputs = try Self.outputs(measurements, predictor, treatments, estimator)
    return PredictionBatch(
      self,
      treatments,
      outputs: outputs,
      try Self.gradientTerms(measurements, estimator)
    )
  }

  private init(
    _ other: PredictionBatch,
    _ treatments: [TermTreatment],
    outputs: [[MeasuredOutput]],
    _ gradientTerms: [[GradientTerms]?]
  ) {
    self.gradientTerms = gradientTerms
    cache = other.cache
    estimator = other.estimator
    confidence = other.confidence
    predictor = other.predictor
    self.treatments = treatments
    halfWidth = other.halfWidth
    self.outputs = outputs
    isNoisy = Self.noise(outputs, treatments.count)
  }

  private static func noise(_ outputs: [[MeasuredOutput]], _ degree: Int) -> [Bool] {
    (0..<degree).map { r in
      outputs.joined().contains { $0.degree > r && ($0.regressions[r]?.noise ?? 0) > 0 }
    }
  }

  private static func outputs(
    _ measurements: [SketchMeasurement],
    _ predictor: Predictor,
    _ treatments: [TermTreatment],
    _ estimator: Estimator
  ) throws(SketchingError) -> [[MeasuredOutput]] {
    var outputs: [[MeasuredOutput]] = []
    for measurement in measurements {
      precondition(
        measurement.coefficients.count == predictor.count,
        "a measurement of \(measurement.coefficients.count) directions for \(predictor.count)"
      )
      let known = estimator.usesGradients ? measurement : measurement.knowing(gradients: nil)
      try ExactGradient.check(known, predictor)
      outputs.append(
        known.base.indices.map {
          MeasuredOutput(known, output: $0, predictor, treatments, relating: estimator == .auto)
        }
      )
    }
    return outputs
  }

  /// The predictions for a deletion set: for each measurement, one for each of its outputs.
  public func predict(_ deleted: [Int]) -> [[Prediction]] {
    predict(deleted, scratch())
  }

  /// The predictions for a reweighting: for each measurement, one for each of its outputs.
  public func predict(_ reweighting: Reweighting) -> [[Prediction]] {
    let scratch = scratch()
    predictor.sum(reweighting, into: scratch.sums)
    return combine(scratch, reweighting)
  }

  /// The predictions for some deletion sets, in their order, by several threads.
  ///
  /// - Parameters:
  ///   - sets: the units left out, for each set.
  ///   - threads: how many work at once; they change no result.
  /// - Returns: for each set and each measurement, a prediction for each output.
  public func predict(_ sets: [[Int]], threads: Int) -> [[[Prediction]]] {
    // Pieces long enough that handing them out costs nothing.
    let piece = 64
    let pieces = (sets.count + piece - 1) / piece
    let results = Mutex([[[[Prediction]]]](repeating: [], count: pieces))
    Parallel.forEach(pieces, threads: threads) { index in
      let scratch = scratch()
      let found = sets[(index * piece)...].prefix(piece).map { predict($0, scratch) }
      results.withLock { $0[index] = found }
    }
    return results.withLock { $0.flatMap { $0 } }
  }

  /// The predictions for a deletion set, on the memory of a thread.
  func predict(_ deleted: [Int], _ scratch: PredictionScratch) -> [[Prediction]] {
    predictor.sum(deleted, into: scratch.sums)
    return combine(scratch, Reweighting(deleting: deleted))
  }

  /// The predictions from the sums of a set.
  private func combine(
    _ scratch: PredictionScratch,
    _ reweighting: Reweighting
  ) -> [[Prediction]] {
    switch estimator {
    case .mean, .medianOfMeans:
      return outputs.map { $0.map { sampled($0, scratch) } }
    case .leastSquares:
      prepareFits(scratch)
      return outputs.map { $0.map { fitted($0, scratch, reweighting) } }
    case .auto:
      if gradientTerms.contains(where: { $0 == nil }) { prepareSamples(scratch) }
      return zip(outputs, gradientTerms).map { outputs, terms in
        guard let terms else { return outputs.map { believed($0, scratch, reweighting) } }
        return zip(outputs, terms).map {
          $1.predict(base: $0.base, reweighting, confidence: confidence)
        }
      }
    }
  }

  /// Scratch memory for one thread.
  func scratch() -> PredictionScratch {
    let order = treatments.compactMap { $0.equations?.eigen.order }.max() ?? 0
    return PredictionScratch(stride: predictor.stride, degree: treatments.count, order: order)
  }
}

/// What a thread works on while it predicts.
final class PredictionScratch {
  /// Σ ψ_j over the set: the real parts of all directions, then the imaginary ones.
  let sums: UnsafeMutablePointer<Double>
  /// The samples of each degree, and after them those of their sum.
  let samples: UnsafeMutablePointer<Double>
  /// For each degree what a residual is multiplied by: real parts, then imaginary ones.
  let weights: UnsafeMutablePointer<Double>
  /// For each degree the features of the set.
  let features: UnsafeMutablePointer<Double>
  /// For each degree what these are along eigenvectors, or what follows from the inverse.
  let components: UnsafeMutablePointer<Double>
  /// The numbers between degrees in the last two.
  let order: Int

  init(stride: Int, degree: Int, order: Int) {
    self.order = order
    func zeros(_ count: Int) -> UnsafeMutablePointer<Double> {
      let memory = UnsafeMutablePointer<Double>.allocate(capacity: max(count, 1))
      memory.initialize(repeating: 0, count: max(count, 1))
      return memory
    }
    sums = zeros(2 * stride)
    samples = zeros((degree + 1) * stride)
    weights = zeros(degree * 2 * stride)
    features = zeros(degree * order)
    components = zeros(degree * order)
  }

  deinit {
    for memory in [sums, samples, weights, features, components] { memory.deallocate() }
  }
}
