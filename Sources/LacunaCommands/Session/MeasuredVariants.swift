import LacunaExecution
import LacunaSketching
import LacunaStores

/// The predictions that are evaluated: each combination of estimator, number of directions and degree.
struct MeasuredVariants {
  /// One of them.
  struct Variant {
    /// What predicts.
    enum Kind { case sketch, sketchAndGradient, gradient, gradients }

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
    let ofJets = all > 0 ? manifest.expansion.degree : 1
    let ofGradients = gradients?.degree ?? 1
    degrees = try Self.checked(
      "--degree",
      chosen.degree,
      upTo: max(ofJets, ofGradients),
      "the degree of the sketch",
      otherwise: Set([ofJets, ofGradients]).sorted()
    )
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
        for degree in chosen.degree?.values.sorted() ?? [ofJets] where degree <= ofJets {
          if let gradients, estimator == .auto, degree > 1 {
            variants.append(
              Variant(
                kind: .sketchAndGradient,
                estimator: estimator,
                directions: count,
                degree: degree,
                batch: try PredictionBatch(
                  predictor,
                  gradients.adding(
                    to: measured.map { $0.stopped(directions: count, degree: degree) }
                  ),
                  estimator: estimator,
                  confidence: chosen.confidence,
                  sketch: sketch
                ),
                ranking: ranking
              )
            )
          }
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
      try
      (gradients?.variants(
        measured,
        counts,
        chosen.degree?.values.sorted() ?? [ofGradients],
        confidence: chosen.confidence
      ) ?? [])
      + variants
  }

  private static func checked(
    _ option: String,
    _ list: IntegerList?,
    upTo most: Int,
    _ what: String,
    otherwise usual: [Int]? = nil
  ) throws(SketchingError) -> [Int] {
    guard let list else { return usual ?? [most] }
    if let bad = list.values.first(where: { $0 > most }) {
      throw .option(name: option, found: "\(bad)", expected: "at most \(most): \(what)")
    }
    return Set(list.values).sorted()
  }
}
