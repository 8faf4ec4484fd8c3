import LacunaSketching

extension ProtocolReport {
  /// Compares the predictions for some sets with the truth.
  ///
  /// - Throws: ``SketchingError`` for a prediction that is no number.
  init(
    _ run: EvaluationRun,
    _ kind: EvaluationProtocol,
    _ sets: [EvaluatedSet],
    _ truths: EvaluationRun.Truths
  ) throws {
    self.kind = kind
    self.sets = sets.count
    smallest = sets.map(\.units.count).min() ?? 0
    largest = sets.map(\.units.count).max() ?? 0
    let changes = sets.map { truths.changes[$0.units] ?? [] }
    let terms = sets.map { truths.terms[$0.units] }

    /// The exact Taylor value of a set, stopped at a degree.
    func taylor(_ set: Int, _ query: Int, _ degree: Int) -> Double? {
      terms[set].map { $0[query].prefix(degree).reduce(0, +) }
    }
    func add(
      _ predictor: Predictor,
      ceiling: CorrelationCeiling? = nil,
      _ point: (_ set: Int, _ query: Int) -> EvaluatedPoint
    ) {
      rows += Self.rows(predictor, run, sets, ceiling, point)
    }

    for variant in run.measured.variants {
      let predictions = try run.predictions(variant.batch, sets.map(\.units))
      let isRandom = [.lds, .leaveKOut, .loo].contains(kind) && smallest == largest
      add(
        Predictor(variant),
        ceiling: isRandom && variant.kind == .sketch
          ? CorrelationCeiling(
            variant.estimator,
            degree: variant.degree,
            units: run.units.count,
            directions: variant.directions
          ) : nil
      ) { set, query in
        EvaluatedPoint(
          predictions[set][query],
          change: changes[set][query],
          taylor: taylor(set, query, variant.degree)
        )
      }
    }
    if run.isExact {
      for degree in Set(run.measured.degrees + [1]).sorted() {
        add(.exact(degree)) { set, query in
          EvaluatedPoint(
            predicted: taylor(set, query, degree) ?? .nan,
            truth: changes[set][query]
          )
        }
      }
    }
    add(.noChange) { set, query in EvaluatedPoint(predicted: 0, truth: changes[set][query]) }
  }

  /// The rows of a predictor: for each query, and their mean where there are several; all sets and, where
  /// these differ in size, each class of sizes.
  private static func rows(
    _ predictor: Predictor,
    _ run: EvaluationRun,
    _ sets: [EvaluatedSet],
    _ ceiling: CorrelationCeiling?,
    _ point: (_ set: Int, _ query: Int) -> EvaluatedPoint
  ) -> [Row] {
    let classes = Dictionary(grouping: sets.indices) { SizeClass(sets[$0].units.count) }
    var parts: [(String?, [Int])] = [(nil, Array(sets.indices))]
    if classes.count > 1 {
      parts += classes.sorted { $0.key < $1.key }.map { ($0.key.name, $0.value) }
    }
    var rows: [Row] = []
    for (name, members) in parts {
      var scores: [EvaluationScores] = []
      for (query, target) in run.targets.enumerated() {
        let points = members.map { point($0, query) }
        let found = EvaluationScores(points, run.bootstrap)
        scores.append(found)
        rows.append(
          Row(
            predictor: predictor,
            query: target.query,
            sizes: name,
            scores: found,
            trueSize: size(points),
            ceiling: ceiling,
            points: name == nil
              ? zip(members, points).map { Point(sets[$0], $1, run.units) } : nil
          )
        )
      }
      guard scores.count > 1 else { continue }
      rows.append(
        Row(
          predictor: predictor,
          query: nil,
          sizes: name,
          scores: EvaluationScores(meanOf: scores, run.bootstrap),
          trueSize: nil,
          ceiling: ceiling
        )
      )
    }
    return rows
  }

  private static func size(_ points: [EvaluatedPoint]) -> Double? {
    guard !points.isEmpty else { return nil }
    let sum = points.reduce(0) { $0 + $1.truth * $1.truth }
    return (sum / Double(points.count)).squareRoot()
  }
}

extension ProtocolReport.Point {
  /// A point of a set.
  init(_ set: EvaluatedSet, _ point: EvaluatedPoint, _ units: EvaluatedUnits) {
    self.set = set.name
    deleted = units.written(set.units)
    predicted = point.predicted
    truth = point.truth
    standardError = point.standardError
    expectedError = point.expectedError
    interval = point.interval.map { [$0.lowerBound, $0.upperBound] }
    taylor = point.taylor
  }
}

extension EvaluatedUnits {
  /// Some units as they are written: by name, or by position where each is an example.
  func written(_ units: [Int]) -> [ChangedUnits.Name] {
    units.map { areExamples ? .position($0) : .name(name($0)) }
  }
}
