import LacunaSketching
import LacunaStores

/// The gradients of a sketch as they are evaluated: the exact first order, and gradients along directions.
struct EvaluatedGradients {
  private let session: SketchSession
  private let targets: [MeasuredQuery]
  private let gradients: [[[Double]]]
  private let stored: StoredGradients
  /// How many directions gradients were followed along, for every target.
  let directions: Int
  /// The degree that these reach; 1 where there are none.
  let degree: Int

  /// The gradients of all targets; nil where one has none.
  ///
  /// - Throws: what the store throws.
  init?(_ session: SketchSession, _ targets: [MeasuredQuery]) throws {
    self.session = session
    self.targets = targets
    let stored = StoredGradients(session.archive, session.problem, session.directions)
    self.stored = stored
    gradients = try targets.compactMap { try stored.gradient(of: $0) }
    guard gradients.count == targets.count, !targets.isEmpty else { return nil }
    let sketches = try targets.map { try stored.sketch(of: $0) }
    directions = sketches.map { $0?.count ?? 0 }.min() ?? 0
    degree = directions == 0 ? 1 : sketches.compactMap { $0?.degree }.min() ?? 1
  }

  /// Measurements of the targets with their exact first order.
  func adding(to measured: [SketchMeasurement]) -> [SketchMeasurement] {
    zip(measured, gradients).map { $0.knowing(gradients: $1) }
  }

  /// Their predictions.
  ///
  /// - Parameters:
  ///   - measured: what the sketch says of each target.
  ///   - counts: of directions.
  ///   - degrees: where the series is stopped.
  ///   - confidence: of intervals.
  /// - Returns: the exact first order, then each combination of directions and degree from 2.
  /// - Throws: ``SketchingError``, or what the store throws.
  func variants(
    _ measured: [SketchMeasurement],
    _ counts: [Int],
    _ degrees: [Int],
    confidence: Double
  ) throws -> [MeasuredVariants.Variant] {
    let none = Predictor(session.directions, indices: [], units: session.problem.unitCount)
    func batch(_ degree: Int, directions count: Int) throws -> PredictionBatch {
      try PredictionBatch(
        none,
        zip(zip(measured, targets), gradients).map { pair, gradient in
          let sketch = count > 0 ? try stored.sketch(of: pair.1, directions: count) : nil
          return pair.0.knowing(gradients: gradient).knowing(sketch)
            .stopped(directions: 0, degree: degree)
        },
        estimator: .auto,
        confidence: confidence
      )
    }
    let first = try batch(1, directions: 0)
    var variants = [
      MeasuredVariants.Variant(
        kind: .gradient,
        estimator: .auto,
        directions: 0,
        degree: 1,
        batch: first,
        ranking: first
      )
    ]
    for count in Set(counts.map { min($0, directions) }).sorted() where count > 0 {
      for degree in degrees where 2...max(2, self.degree) ~= degree {
        variants.append(
          MeasuredVariants.Variant(
            kind: .gradients,
            estimator: .auto,
            directions: count,
            degree: degree,
            batch: try batch(degree, directions: count),
            ranking: first
          )
        )
      }
    }
    return variants
  }
}
