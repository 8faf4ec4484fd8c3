import LacunaSketching

/// What deleting some units is predicted to do to a query, with its terms.
struct PredictedEffect: Encodable {
  let query: String
  let base: Double
  let prediction: Double
  let change: Double
  let standardError: Double?
  let expectedError: Double?
  let interval: [Double]?
  let degrees: [PredictionReport.Term]
  let truncation: Double
  let resolvedDegree: Int
  let isResolved: Bool

  enum CodingKeys: String, CodingKey {
    case query, base, prediction, change, standardError, expectedError, interval, degrees
    case truncation, resolvedDegree
    case isResolved = "resolved"
  }

  init(_ prediction: Prediction, of query: String) {
    self.query = query
    base = prediction.base
    self.prediction = prediction.prediction
    change = prediction.prediction - prediction.base
    standardError = prediction.standardError
    expectedError = prediction.expectedError
    interval = prediction.interval.map { [$0.low, $0.high] }
    degrees = prediction.terms.map(PredictionReport.Term.init)
    truncation = prediction.truncation
    resolvedDegree = prediction.resolvedDegree
    isResolved = !prediction.isNoise
  }

  /// Nulls are written, so that a reader finds every field.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(query, forKey: .query)
    try container.encode(base, forKey: .base)
    try container.encode(prediction, forKey: .prediction)
    try container.encode(change, forKey: .change)
    try container.encode(standardError, forKey: .standardError)
    try container.encode(expectedError, forKey: .expectedError)
    try container.encode(interval, forKey: .interval)
    try container.encode(degrees, forKey: .degrees)
    try container.encode(truncation, forKey: .truncation)
    try container.encode(resolvedDegree, forKey: .resolvedDegree)
    try container.encode(isResolved, forKey: .isResolved)
  }
}
