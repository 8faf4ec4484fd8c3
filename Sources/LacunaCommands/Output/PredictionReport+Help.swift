import LacunaSketching

extension PredictionReport {
  /// What would help where noise dominates, and what each way costs.
  struct Help: Encodable {
    typealias Cost = SketchPrices.Cost

    /// The first degree that is noise.
    let degree: Int
    let directions: Int?
    let units: Int?
    let retrains = 1
    let cost: Costs
    /// How many directions there are.
    private let present: Int

    /// The cost of each way; nil where there is no such way.
    struct Costs: Encodable {
      /// The directions that are not there yet.
      let directions: Cost?
      /// As many directions as there are, of fewer units: a sketch of its own.
      let units: Cost?
      let retrains: Cost

      enum CodingKeys: String, CodingKey { case directions, units, retrains }

      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(directions, forKey: .directions)
        try container.encode(units, forKey: .units)
        try container.encode(retrains, forKey: .retrains)
      }
    }

    enum CodingKeys: String, CodingKey { case degree, directions, units, retrains, cost }

    init(_ remedy: Remedy, directions present: Int, _ prices: SketchPrices) {
      self.present = present
      degree = remedy.degree
      directions = remedy.directions
      units = remedy.units
      cost = Costs(
        directions: remedy.directions.map { prices.directions($0 - present) },
        units: remedy.units.map { _ in prices.directions(present) },
        retrains: prices.retrain
      )
    }

    /// Nulls are written, so that a reader finds every field.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(degree, forKey: .degree)
      try container.encode(directions, forKey: .directions)
      try container.encode(units, forKey: .units)
      try container.encode(retrains, forKey: .retrains)
      try container.encode(cost, forKey: .cost)
    }
  }
}

extension PredictionReport.Help {
  /// The ways, to follow what is wrong.
  var words: String {
    let exact = "make degree \(degree) exact by --estimator auto"
    var ways: [String] = []
    if let directions, let cost = cost.directions {
      ways.append(
        "\(directions) directions, each a training run over jets, would \(exact) "
          + "(\(directions - present) more: \(cost.text))"
      )
    }
    if let units, let cost = cost.units {
      let what = "with at most \(units) units the directions at hand would"
      ways.append("\(ways.isEmpty ? "\(what) \(exact)" : what) (a sketch anew: \(cost.text))")
    }
    let time = cost.retrains.seconds == nil ? "" : " (\(cost.retrains.text))"
    ways.append("lacuna retrain is the truth for one training run\(time)")
    return "; " + ways.joined(separator: "; ")
  }
}
