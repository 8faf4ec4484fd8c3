import LacunaExecution
import LacunaSketching
import LacunaStores

/// Scores of all units by what a sketch says of their deletion.
struct Ranking {
  /// The scores of a query.
  struct Scored {
    let measurement: String
    /// Nil where each unit was measured on its own examples.
    let query: String?
    /// The value on the undeleted model; nil where each unit has its own.
    let base: Double?
    let attribution: Attribution
    /// What was measured; nil where each unit has its own.
    let measured: SketchMeasurement?
    /// The query, and what predicts it; nil where each unit has its own.
    let target: (query: MeasuredQuery, batch: PredictionBatch)?
  }

  /// Queries measured on the sketch, and what predicts them all.
  struct Measured {
    let targets: [MeasuredQuery]
    /// The values on the undeleted model.
    let base: [Double]
    let batch: PredictionBatch
    /// What the first is predicted from.
    let first: SketchMeasurement?
  }

  private let session: SketchSession
  private let queries: OptionalQueryOptions
  private let estimator: Estimator
  private let options: ExecutionOptions
  private let sketch: OpenSketch

  init(
    _ session: SketchSession,
    _ queries: OptionalQueryOptions,
    _ estimator: Estimator,
    _ options: ExecutionOptions
  ) {
    self.session = session
    self.queries = queries
    self.estimator = estimator
    self.options = options
    sketch = OpenSketch(session.archive)
  }

  private func measure(_ target: MeasuredQuery) throws -> SketchMeasurement {
    guard target.outputCount == 1 else {
      throw SessionError.vectorMeasurement(
        name: target.measurement,
        count: target.outputCount,
        command: "attribute"
      )
    }
    return try session.measured(target, on: sketch, by: estimator, options)
  }

  private func batch(_ measured: [SketchMeasurement]) throws -> PredictionBatch {
    let predictor = Predictor(
      session.directions,
      indices: measured.first?.directions ?? [],
      units: session.problem.unitCount,
      threads: options.threads
    )
    return try PredictionBatch(
      predictor,
      measured,
      estimator: estimator,
      confidence: 0.95,
      sketch: sketch
    )
  }

  /// The scores of all units on each query.
  func ofQueries() throws -> [Scored] {
    let targets = try queries.targets(session.registry, on: session.problem)
    let measured = try targets.map(measure)
    guard let first = measured.first else { return [] }
    let shared = try batch([first])
    return try zip(targets, measured).map { target, measured in
      let batch = try shared.measuring([measured])
      return Scored(
        measurement: target.measurement,
        query: target.query,
        base: measured.base.first,
        attribution: Attribution(
          batch,
          units: session.problem.unitCount,
          threads: options.threads
        ),
        measured: measured,
        target: (target, batch)
      )
    }
  }

  /// All queries together.
  func together() throws -> Measured {
    let targets = try queries.targets(session.registry, on: session.problem)
    let measured = try targets.map(measure)
    return Measured(
      targets: targets,
      base: measured.map { $0.base.first ?? .nan },
      batch: try batch(measured),
      first: measured.first
    )
  }

  /// The score of each unit on its own examples: the mean over them.
  func ofThemselves() throws -> Scored {
    let problem = session.problem
    var shared: PredictionBatch?
    var scores: [Attribution.Score] = []
    var name = queries.measurement.measure
    for unit in 0..<problem.unitCount {
      let measured = try problem.units.members(of: unit).map { example in
        let target = try queries.target(session.registry, on: problem, example: example)
        name = target.measurement
        return try measure(target)
      }
      guard let mean = SketchMeasurement.mean(measured) else { continue }
      let batch = try shared?.measuring([mean]) ?? batch([mean])
      shared = batch
      let prediction = batch.predict([unit])[0][0]
      scores.append(Attribution.Score(unit: unit, prediction))
      options.progress(Progress(done: unit + 1, total: problem.unitCount))
    }
    return Scored(
      measurement: name,
      query: nil,
      base: nil,
      attribution: Attribution(scores: [scores]),
      measured: nil,
      target: nil
    )
  }
}
