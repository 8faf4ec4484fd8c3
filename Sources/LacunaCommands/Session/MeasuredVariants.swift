import LacunaExecution
import LacunaSketching
import LacunaStores

/// The predictions that are evaluated: each combination of estimator, number of directions and degree.
struct MeasuredVariants {
  /// One of them.
  struct Variant {
    /// What predicts.
    enum Kind { case sketch, gradient, gradients }

    var kind = Kind.sketch
    let estimator: Estimator
    let directions: Int
    let degree: Int
    let batch: PredictionBatch
    /// The same estimator and directions, stopped at degree 1, by which units are ranked.
    let ranking: PredictionBatch
  }

  let variants: [Variant]
  /// For each target, the value on the undeleted model.
  let base: [Double]
  let confidence: Double
  /// The degrees, ascending.
  let degrees: [Int]

  /// Measures a sketch.
  ///
  /// - Throws: ``SketchingError``, or what is wrong with the sketch.
  init(
    _ session: SketchSession,
    _ targets: [MeasuredQuery],
    _ chosen: EvaluatedVariantOptions,
    _ options: ExecutionOptions
  ) throws {
    let manifest = session.archive.manifest
    let all = manifest.shards.reduce(0) { $0 + $1.count }
    let gradients = try EvaluatedGradients(session, targets)
    let most = max(all, gradients?.directions ?? 0)
    let counts = try Self.checked("--directions", chosen.directions, upTo: most, "the sketch has")
    let degree = max(all > 0 ? manifest.expansion.degree : 1, gradients?.degree ?? 1)
    degrees = try Self.checked("--degree", chosen.degree, upTo: degree, "the degree of the sketch")
    confidence = chosen.confidence
    let sketch = OpenSketch(session.archive, bytesKept: targets.count > 1 ? 1 << 30 : 0)
    let measured = try targets.map { target in
      try SketchMeasurement(
        of: sketch,
        target,
        parameters: session.problem.parameters,
        options: options
      )
    }
    base = measured.map { $0.base.first ?? .nan }
    var variants: [Variant] = []
    for count in Set(counts.map { min($0, all) }).sorted() where count > 0 {
      let predictor = Predictor(
        session.directions,
        indices: Array((measured.first?.directions ?? []).prefix(count)),
        units: session.problem.unitCount,
        threads: options.threads
      )
      func batch(_ degree: Int, _ estimator: Estimator) throws -> PredictionBatch {
        try PredictionBatch(
          predictor,
          measured.map { $0.stopped(directions: count, degree: degree) },
          estimator: estimator,
          confidence: chosen.confidence,
          sketch: sketch
        )
      }
      for estimator in chosen.estimators {
        let ranking = try batch(1, estimator)
        for degree in degrees where degree <= manifest.expansion.degree {
          variants.append(
            Variant(
              estimator: estimator,
              directions: count,
              degree: degree,
              batch: try batch(degree, estimator),
              ranking: ranking
            )
          )
        }
      }
    }
    self.variants =
      try (gradients?.variants(measured, counts, degrees, confidence: chosen.confidence) ?? [])
      + variants
  }

  private static func checked(
    _ option: String,
    _ list: IntegerList?,
    upTo most: Int,
    _ what: String
  ) throws(SketchingError) -> [Int] {
    guard let list else { return [most] }
    if let bad = list.values.first(where: { $0 > most }) {
      throw .option(name: option, found: "\(bad)", expected: "at most \(most): \(what)")
    }
    return Set(list.values).sorted()
  }
}
