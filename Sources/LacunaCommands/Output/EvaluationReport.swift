import LacunaSketching

/// What `evaluate` says.
struct EvaluationReport: Encodable {
  struct Query: Encodable {
    let query: String
    /// On the undeleted model.
    let value: Double
  }
  struct Bank: Encodable {
    let place: String
    let retrains: Int
  }

  let store: String
  let measurement: String
  let queries: [Query]
  let units: Int
  let seed: UInt64
  let confidence: Double
  /// How many models this run has trained; the others were in the bank.
  let retrained: Int
  let bank: Bank
  var protocols: [ProtocolReport]
  var headline: HeadlineReport?
  let deletion = "weight 0 in place"
  let intervals =
    "95% intervals of figures: percentile bootstrap over deletion sets, for means over queries; "
    + "intervals of predictions: sampling alone, not truncation"

  enum CodingKeys: String, CodingKey {
    case store, measurement, queries, units, seed, confidence, retrained, bank, protocols, headline
    case deletion, intervals
  }

  /// Leaves out what was found for every single set.
  mutating func dropPoints() {
    for index in protocols.indices { protocols[index].dropPoints() }
  }
}

extension Score: Encodable {
  /// Nulls are written, so that a reader finds every field.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
  }

  private enum CodingKeys: String, CodingKey { case value, low, high }
}
