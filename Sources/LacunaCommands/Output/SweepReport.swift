import LacunaSketching

/// What a deletion set is predicted to do to each query: a line of JSON.
struct SweepReport: Encodable {
  /// The number of the line in the file, from 1.
  let line: Int
  let change: ChangedUnits
  let measurement: String
  let estimator: String
  let directions: Int
  let confidence: Double
  let effects: [PredictedEffect]
  let deletion = "weight 0 in place"

  enum CodingKeys: String, CodingKey {
    case line, measurement, estimator, directions, confidence, effects, deletion
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(line, forKey: .line)
    try change.encode(to: encoder)
    try container.encode(measurement, forKey: .measurement)
    try container.encode(estimator, forKey: .estimator)
    try container.encode(directions, forKey: .directions)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(effects, forKey: .effects)
    try container.encode(deletion, forKey: .deletion)
  }
}

/// What deletion sets are predicted to do, for people: a row a set and query, with the terms.
struct SweepTable: Sendable {
  let queries: [String]
  let measurement: String
  let base: [Double]
  let degree: Int
  let directions: Int
  /// What the first query is predicted from, where that is not directions alone.
  let source: PredictionSource?
  let estimator: Estimator
  let units: Units

  /// What all rows share, and the names of the columns.
  var heading: String {
    let values = zip(queries, base).map {
      "\(measurement) of '\($0)' with all data: \(Figure.number($1))"
    }
    let names =
      ["line"] + (units.areExamples ? [] : ["units"]) + ["examples"]
      + ["change", "± error"] + (1...degree).map { "degree \($0)" }
    let origin = source?.words(directions: directions) ?? "\(directions) directions"
    return
      (values + [
        "from \(origin) by \(estimator.name); deleted: weight 0 in place",
        row(names, queries.count > 1 ? "of" : ""),
      ]).joined(separator: "\n")
  }

  /// The row of each query.
  func rows(_ line: Int, _ deleted: [Int], _ effects: [PredictedEffect]) -> String {
    let places =
      ["\(line)"] + (units.areExamples ? [] : ["\(deleted.count)"])
      + ["\(units.size(of: deleted))"]
    return effects.map { effect in
      var notes = queries.count > 1 ? [effect.query] : []
      if !effect.isResolved { notes.append("noise dominates") }
      let figures =
        [Figure.change(effect.change), effect.expectedError.map(Figure.number) ?? "unknown"]
        + effect.degrees.map { Figure.change($0.term) }
      return row(places + figures, notes.joined(separator: "; ")) + "\n"
    }.joined()
  }

  private func row(_ columns: [String], _ notes: String) -> String {
    let places = units.areExamples ? 2 : 3
    let padded = columns.enumerated().map { index, text in
      String(repeating: " ", count: max(0, (index < places ? 8 : 12) - text.count)) + text
    }
    return padded.joined(separator: " ") + (notes.isEmpty ? "" : "  " + notes)
  }
}
