import LacunaSketching
import LacunaStores

/// What removing the units that matter most is predicted to do, and with retrains does.
struct RemovalReport: Encodable {
  /// Some units at one end of the ranking, removed together.
  struct Removal: Encodable {
    /// `raising` or `lowering`: what deleting each of them alone is predicted to do.
    let end: String
    let count: Int
    let change: ChangedUnits
    let effect: PredictedEffect
    /// The change that a retrain shows, where there was one.
    let trueChange: Double?

    enum CodingKeys: String, CodingKey { case end, count, trueChange }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(end, forKey: .end)
      try container.encode(count, forKey: .count)
      try change.encode(to: encoder)
      try effect.encode(to: encoder)
      try container.encodeIfPresent(trueChange, forKey: .trueChange)
    }
  }

  /// Where retrains are.
  struct Truth: Encodable {
    let retrained: Int
    let place: String
    let retrains: Int

    init(_ changes: TrueChanges, _ bank: RetrainBank) {
      retrained = changes.retrained
      place = bank.location
      retrains = bank.count
    }
  }

  let measurement: String
  let query: String
  let base: Double
  let units: Int
  let directions: Int
  let degree: Int
  let estimator: String
  let confidence: Double
  let removals: [Removal]
  /// What predictions are from, where that is not directions alone.
  let source: PredictionSource?
  let truth: Truth?
  let deletion = "weight 0 in place"
  let warnings: [String]

  init(
    _ removal: TopRemoval,
    _ scored: Ranking.Scored,
    _ session: SketchSession,
    changes: [[Int]: Double]?,
    truth: Truth?
  ) {
    let manifest = session.archive.manifest
    let named = session.problem.units
    let batch = scored.target?.batch
    let query = scored.query ?? ""
    measurement = scored.measurement
    self.query = query
    base = removal.base
    units = named.count
    let all = manifest.shards.reduce(0) { $0 + $1.count }
    let by = batch?.estimator ?? .auto
    directions = scored.measured?.directionCount(by) ?? all
    degree = scored.measured?.degree(by) ?? manifest.expansion.degree
    source = scored.measured.flatMap { PredictionSource($0, by) }
    estimator = batch?.estimator.name ?? ""
    confidence = batch?.confidence ?? .nan
    self.truth = truth
    removals = removal.removals.map {
      Removal(
        end: $0.isRaising ? "raising" : "lowering",
        count: $0.units.count,
        change: ChangedUnits(Reweighting(deleting: $0.units), of: named),
        effect: PredictedEffect($0.prediction, of: query),
        trueChange: changes?[$0.units]
      )
    }
    let unclear = removals.count { !$0.effect.isResolved }
    let noise =
      unclear > 0
      ? "noise dominates \(unclear) of the \(removals.count) predictions, which cannot be told from no change"
      : nil
    warnings = [noise, manifest.stability?.warning].compactMap { $0 }
  }
}

extension RemovalReport {
  /// The removals for people.
  var text: String {
    var table = TextTable(
      [
        "  removed together", "k", "change", "± error", "\(Figure.number(confidence * 100))% from",
        "to",
      ]
        + (truth == nil ? [] : ["true"])
    )
    for removal in removals {
      let effect = removal.effect
      table.add(
        [
          "  \(removal.end == "raising" ? "raise" : "lower") it most", "\(removal.count)",
          Figure.change(effect.change), effect.expectedError.map(Figure.number) ?? "unknown",
        ]
          + [0, 1].map { end in
            effect.interval.map { Figure.change($0[end] - effect.base) } ?? "unknown"
          }
          + (truth == nil ? [] : [removal.trueChange.map(Figure.change) ?? "–"])
      )
    }
    var lines = ["\(measurement) of '\(query)' with all data: \(Figure.number(base))"]
    lines += removals.isEmpty ? ["  no unit changes it"] : table.lines
    let origin = source?.words(directions: directions) ?? "\(directions) directions"
    lines.append(
      "  from \(origin) of degree \(degree) by \(estimator); deleted: \(deletion)"
    )
    if let truth {
      lines.append(
        "  true: retrains, \(truth.retrained) made now, \(truth.retrains) in the bank \(truth.place)"
      )
    }
    lines += warnings.map { "  warning: \($0)" }
    return lines.joined(separator: "\n")
  }
}
