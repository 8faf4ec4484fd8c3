import LacunaSketching

/// The sets of the counterfactual protocol: for each prediction and query the units that it says matter most.
struct CounterfactualSets {
  /// Those of a variant and a query, by k.
  struct Chosen {
    let variant: Int
    let query: Int
    let size: Int
    /// The units whose deletion, one by one, is predicted to raise the measurement most.
    let raising: [Int]
    /// Those whose deletion is predicted to lower it most.
    let lowering: [Int]
  }

  let chosen: [Chosen]
  /// For each k, random sets to compare with.
  let random: [(size: Int, sets: [[Int]])]

  /// Every set.
  var all: [[Int]] { chosen.flatMap { [$0.raising, $0.lowering] } + random.flatMap(\.sets) }

  /// The random sets of each k where no number is given.
  static let randomCount = 10

  /// Ranks the units by the predicted first-order effect of deleting each alone.
  ///
  /// - Throws: ``SketchingError`` for a k that cannot be.
  init(
    _ plan: EvaluationPlan,
    _ measured: MeasuredVariants,
    _ units: EvaluatedUnits,
    _ queries: Int
  ) throws {
    let n = units.count
    let sizes = try plan.counterfactualSizes(of: n)
    var plan = plan
    plan.count = plan.count ?? Self.randomCount
    random = sizes.enumerated().map { number, size in
      (size, plan.random(size, n, number + 1000).map(\.units))
    }
    let singles = (0..<n).map { [$0] }
    var chosen: [Chosen] = []
    for (number, variant) in measured.variants.enumerated() {
      let predictions = variant.ranking.predict(singles, threads: 1)
      for query in 0..<queries {
        let effects = predictions.map { $0[query].first.map { $0.prediction - $0.base } ?? 0 }
        let order = effects.indices.sorted { (-effects[$0], $0) < (-effects[$1], $1) }
        for size in sizes {
          chosen.append(
            Chosen(
              variant: number,
              query: query,
              size: size,
              raising: order.prefix(size).sorted(),
              lowering: order.suffix(size).sorted()
            )
          )
        }
      }
    }
    self.chosen = chosen
  }

  /// Compares predicted and true movement.
  ///
  /// - Throws: ``SketchingError`` for a prediction that is no number.
  func report(_ run: EvaluationRun, _ truths: EvaluationRun.Truths) throws -> ProtocolReport {
    let rows = try chosen.map { chosen in
      let variant = run.measured.variants[chosen.variant]
      func movement(_ set: [Int]) throws -> ProtocolReport.Movement {
        let found = try run.predictions(variant.batch, [set])[0][chosen.query]
        return .init(
          predicted: found.prediction - found.base,
          standardError: found.standardError,
          expectedError: found.expectedError,
          truth: truths.changes[set]?[chosen.query] ?? .nan,
          deleted: run.units.written(set)
        )
      }
      let others = random.first { $0.size == chosen.size }?.sets ?? []
      let changes = others.map { truths.changes[$0]?[chosen.query] ?? .nan }
      let count = Double(max(1, changes.count))
      return ProtocolReport.Counterfactual(
        predictor: .init(variant),
        query: run.targets[chosen.query].query,
        size: chosen.size,
        raising: try movement(chosen.raising),
        lowering: try movement(chosen.lowering),
        randomSets: others.count,
        randomMean: changes.reduce(0, +) / count,
        randomSize: (changes.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
      )
    }
    return ProtocolReport(counterfactual: rows, sizes: random.map(\.size))
  }
}
