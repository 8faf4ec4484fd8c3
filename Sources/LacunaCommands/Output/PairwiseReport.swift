import LacunaSketching

/// What units do together with some given ones, as it is written.
struct PairwiseReport: Encodable {
  struct Score: Encodable {
    let unit: ChangedUnits.Name
    /// What both do together beyond the sum of what they do apart.
    let interaction: Double
  }

  let measurement: String
  let query: String
  let with: [ChangedUnits.Name]
  let units: Int
  let raising: [Score]
  let lowering: [Score]
  let degree = 2
  let deletion = "weight 0 in place"

  enum CodingKeys: String, CodingKey {
    case measurement, query, with, units, raising, lowering, degree, deletion
  }

  init(
    _ target: MeasuredQuery,
    _ effects: [Double],
    with given: [Int],
    _ units: Units,
    top: Int
  ) {
    measurement = target.measurement
    query = target.query
    with = given.map { ChangedUnits.Name($0, of: units) }
    self.units = units.count
    let isGiven = Set(given)
    let others = effects.indices.filter { !isGiven.contains($0) }
      .sorted { effects[$0] == effects[$1] ? $0 < $1 : effects[$0] > effects[$1] }
    func scores(_ units: some Sequence<Int>, of all: Units) -> [Score] {
      units.map { Score(unit: ChangedUnits.Name($0, of: all), interaction: effects[$0]) }
    }
    raising = scores(others.prefix { effects[$0] > 0 }.prefix(top), of: units)
    lowering = scores(others.reversed().prefix { effects[$0] < 0 }.prefix(top), of: units)
  }

  /// For people.
  var text: String {
    let names =
      with.count > 3
      ? "\(with.count) units" : with.map(\.text).joined(separator: ", ")
    var lines = [
      "\(measurement) of '\(query)': what units do together with \(names), beyond the sum"
    ]
    for (title, scores) in [
      ("together they raise it", raising), ("together they lower it", lowering),
    ] {
      lines.append("  \(title)")
      for score in scores {
        let name = score.unit.text
        let space = String(repeating: " ", count: max(1, 24 - name.count))
        lines.append("    \(name)\(space)\(Figure.change(score.interaction))")
      }
      if scores.isEmpty { lines.append("    no unit") }
    }
    lines.append("  exact to the second order; deleted: \(deletion)")
    return lines.joined(separator: "\n")
  }
}
