import LacunaSketching
import LacunaStores

/// A ranking as it is written.
struct AttributionReport: Encodable {
  struct Score: Encodable {
    let unit: ChangedUnits.Name
    let change: Double
    let standardError: Double?
    let firstOrder: Double
    let firstOrderStandardError: Double?
    let resolved: Bool
  }

  struct Pair: Encodable {
    let units: [ChangedUnits.Name]
    let interaction: Double
    let standardError: Double?
    var isResolved: Bool { standardError.map { abs(interaction) > 2 * $0 } ?? false }
  }

  let measurement: String
  /// Null where each unit was measured on its own examples.
  let query: String?
  let base: Double?
  let units: Int
  let directions: Int
  /// What the scores are from, where that is not directions alone.
  let source: PredictionSource?
  let degree: Int
  let estimator: String
  let raising: [Score]
  let lowering: [Score]
  let pairs: [Pair]?
  let resolved: Int
  let deletion = "weight 0 in place"
  let warnings: [String]

  enum CodingKeys: String, CodingKey {
    case measurement, query, base, units, directions, source, degree, estimator, raising, lowering,
      pairs,
      resolved, deletion, warnings
  }

  init(
    _ ranking: Ranking.Scored,
    _ session: SketchSession,
    estimator: Estimator,
    top: Int,
    ranksPairs: Bool
  ) {
    let manifest = session.archive.manifest
    let named = session.problem.units
    measurement = ranking.measurement
    query = ranking.query
    base = ranking.base
    units = named.count
    let all = manifest.shards.reduce(0) { $0 + $1.count }
    directions = ranking.measured?.directionCount(estimator) ?? all
    source = ranking.measured.flatMap { PredictionSource($0, estimator) }
    degree = ranking.measured?.degree(estimator) ?? manifest.expansion.degree
    self.estimator = estimator.name
    let ends = ranking.attribution.ends(of: 0, count: top)
    raising = ends.raising.map { Score($0, of: named) }
    lowering = ends.lowering.map { Score($0, of: named) }
    let scores = ranking.attribution.scores[0]
    resolved = scores.count(where: \.isResolved)
    var warnings: [String] = []
    let shown = ends.raising + ends.lowering
    let unclear = shown.count { !$0.isResolved }
    if unclear > 0 {
      warnings.append(
        "\(unclear) of the \(shown.count) units shown cannot be told from no effect, by two standard errors, and "
          + "about \(Int((0.05 * Double(scores.count)).rounded())) of all \(scores.count) would pass by chance; use more "
          + "directions, or fewer and larger units"
      )
    }
    pairs =
      ranksPairs
      ? ranking.measured.map { measured in
        PairInteraction.pairs(
          of: shown.map(\.unit),
          measured,
          directions: session.directions,
          unitCount: named.count
        )
        .prefix(top).map {
          Pair(
            units: $0.units.map { ChangedUnits.Name($0, of: named) },
            interaction: $0.estimate.value,
            standardError: $0.estimate.standardError
          )
        }
      } : nil
    if let pairs, let open = pairs.first(where: { !$0.isResolved }) {
      warnings.append(
        "of \(pairs.count) pairs \(pairs.count { !$0.isResolved }) cannot be told from none; 'lacuna interactions' "
          + "trains for any of them exactly, for instance with the groups "
          + open.units.map { "unit:\($0.text)" }.joined(separator: " and ")
      )
    }
    self.warnings = warnings + [manifest.stability?.warning].compactMap { $0 }
  }
}

extension AttributionReport.Score {
  init(_ score: Attribution.Score, of units: Units) {
    self.init(
      unit: ChangedUnits.Name(score.unit, of: units),
      change: score.change.value,
      standardError: score.change.standardError,
      firstOrder: score.firstOrder.value,
      firstOrderStandardError: score.firstOrder.standardError,
      resolved: score.isResolved
    )
  }
}

extension AttributionReport {
  /// The ranking for people.
  var text: String {
    let what = query.map { "of '\($0)'" } ?? "of each unit's own examples"
    let value = base.map { " with all data: \(Figure.number($0))" } ?? ""
    var lines = ["\(measurement) \(what)\(value)"]
    for (title, scores) in [("raises it", raising), ("lowers it", lowering)] {
      lines.append(
        row("deleting \(title)", ["change", "± error", "first order", "± error"])
      )
      for score in scores {
        lines.append(
          row(
            score.unit.text,
            [
              Figure.change(score.change), Self.error(score.standardError),
              Figure.change(score.firstOrder), Self.error(score.firstOrderStandardError),
            ]
          ) + (score.resolved ? "" : "  unresolved")
        )
      }
      if scores.isEmpty { lines.append("  no unit") }
    }
    if let pairs {
      let origin = source == .gradients ? " (from jets, by mean)" : ""
      lines.append(row("pairs beyond their sum\(origin)", ["interaction", "± error"]))
      for pair in pairs {
        lines.append(
          row(
            pair.units.map(\.text).joined(separator: " and "),
            [Figure.change(pair.interaction), Self.error(pair.standardError)]
          )
        )
      }
    }
    let origin = source?.words(directions: directions) ?? "\(directions) directions"
    lines.append(
      "  \(resolved) of \(units) units resolved; from \(origin) of degree \(degree) by \(estimator); "
        + "deleted: \(deletion)"
    )
    lines += warnings.map { "  warning: \($0)" }
    return lines.joined(separator: "\n")
  }

  private static func error(_ value: Double?) -> String { value.map(Figure.number) ?? "unknown" }

  private func row(_ name: String, _ figures: [String]) -> String {
    let first = name + String(repeating: " ", count: max(0, 24 - name.count))
    return "  " + first
      + figures.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
  }
}

extension ChangedUnits.Name {
  /// The unit for people.
  var text: String {
    switch self {
    case .position(let position): "\(position)"
    case .name(let name): name
    }
  }
}
