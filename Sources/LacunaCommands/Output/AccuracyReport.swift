import LacunaSketching

/// What a wanted accuracy takes, as it is written.
struct AccuracyReport: Encodable {
  /// A number of directions, and what they cost in all.
  struct Way: Encodable {
    let name: String
    /// Nil where they are more than anybody computes.
    let directions: Int?
    let seconds: Double?
    let bytes: Double?

    init(_ name: String, _ directions: Int?, _ cost: DirectionCost) {
      self.name = name
      self.directions = directions
      seconds = directions.flatMap { count in cost.seconds.map { $0 * Double(count) } }
      bytes = directions.map { Double($0) * cost.bytes }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(directions, forKey: .directions)
      try container.encode(seconds, forKey: .seconds)
      try container.encode(bytes, forKey: .bytes)
    }

    enum CodingKeys: String, CodingKey { case name, directions, seconds, bytes }
  }

  let measurement: String
  let query: String
  let change: ChangedUnits
  let epsilon: Double
  let delta: Double
  let degree: Int
  let pilot: Int
  let deviation: Double
  let ways: [Way]

  enum CodingKeys: String, CodingKey {
    case measurement, query, epsilon, delta, degree, pilot, deviation, ways
  }

  init(
    _ target: MeasuredQuery,
    _ change: ChangedUnits,
    _ plan: AccuracyPlan,
    _ cost: DirectionCost,
    wanted: (error: Double, probability: Double, degree: Int),
    pilot: Int
  ) {
    measurement = target.measurement
    query = target.query
    self.change = change
    (epsilon, delta, degree) = wanted
    self.pilot = pilot
    deviation = plan.deviation
    ways =
      [
        Way(Estimator.mean.name, plan.mean, cost),
        Way(Estimator.medianOfMeans(groups: 1).name, plan.medianOfMeans, cost),
      ]
      + (1...wanted.degree).map { degree in
        Way(
          "exact to degree \(degree)",
          AccuracyPlan.exactDirections(units: change.units.count, degree: degree),
          cost
        )
      }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(measurement, forKey: .measurement)
    try container.encode(query, forKey: .query)
    try change.encode(to: encoder)
    try container.encode(epsilon, forKey: .epsilon)
    try container.encode(delta, forKey: .delta)
    try container.encode(degree, forKey: .degree)
    try container.encode(pilot, forKey: .pilot)
    try container.encode(deviation, forKey: .deviation)
    try container.encode(ways, forKey: .ways)
  }

  var text: String {
    var lines = [
      "\(measurement) of '\(query)' \(change.words), within \(Figure.number(epsilon)) of the series "
        + "to degree \(degree) but for a chance of \(Figure.number(delta))",
      "  from \(pilot) directions, whose samples deviate by \(Figure.number(deviation))",
    ]
    for way in ways {
      let name = way.name + String(repeating: " ", count: max(0, 20 - way.name.count))
      guard let directions = way.directions, let bytes = way.bytes else {
        lines.append("  \(name)more directions than anybody computes")
        continue
      }
      let time = way.seconds.map { "about \(ProgressBar.duration($0)), " } ?? ""
      lines.append(
        "  \(name)\(directions) directions: \(time)\(Figure.bytes(Int(min(bytes, 1e18)))) on disk"
      )
    }
    return lines.joined(separator: "\n")
  }
}
