import LacunaSketching
import LacunaStores

/// A prediction as it is written.
struct PredictionReport: Encodable {
  struct Term: Encodable {
    let degree: Int
    let term: Double
    let standardError: Double?
    let isExact: Bool
    let unbiased: Double?
    let condition: Double?

    init(_ term: Prediction.Term) {
      degree = term.degree
      self.term = term.estimate.value
      standardError = term.estimate.standardError
      isExact = term.isExact
      unbiased = term.unbiased
      condition = term.condition
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(degree, forKey: .degree)
      try container.encode(term, forKey: .term)
      try container.encode(standardError, forKey: .standardError)
      if isExact { try container.encode(true, forKey: .exact) }
      try container.encodeIfPresent(unbiased, forKey: .unbiased)
      try container.encodeIfPresent(condition, forKey: .condition)
    }

    enum CodingKeys: String, CodingKey {
      case degree, term, standardError, exact, unbiased, condition
    }
  }

  /// Of the file of deletion sets, where there is one.
  let line: Int?
  let measurement: String
  let query: String
  let output: Int?
  let base: Double
  let prediction: Double
  let standardError: Double?
  let expectedError: Double?
  let interval: [Double]?
  let confidence: Double
  let degrees: [Term]
  let truncation: Double
  let resolvedDegree: Int
  let estimator: String
  let change: ChangedUnits
  let deletion = "weight 0 in place"
  let directions: Int
  /// What the prediction is from, where that is not directions alone.
  let source: PredictionSource?
  let isResolved: Bool
  let help: Help?
  /// Of a measurement that was computed at points of circles.
  let interpolation: Interpolation?
  let warnings: [String]

  enum CodingKeys: String, CodingKey {
    case line, measurement, query, output, base, prediction, standardError, expectedError
    case interval, confidence, degrees, truncation, resolvedDegree, estimator, deletion, directions
    case source
    case isResolved = "resolved"
    case help
    case interpolation, warnings
  }

  init(
    _ target: MeasuredQuery,
    line: Int? = nil,
    output: Int?,
    _ prediction: Prediction,
    change: ChangedUnits,
    confidence: Double,
    directions: Int,
    source: PredictionSource? = nil,
    interpolation: Interpolation? = nil,
    stability: SketchManifest.Stability? = nil,
    prices: SketchPrices
  ) {
    self.line = line
    self.interpolation = interpolation
    measurement = target.measurement
    query = target.query
    self.output = output
    base = prediction.base
    self.prediction = prediction.prediction
    standardError = prediction.standardError
    expectedError = prediction.expectedError
    interval = prediction.interval.map { [$0.low, $0.high] }
    self.confidence = confidence
    degrees = prediction.terms.map(Term.init)
    truncation = prediction.truncation
    resolvedDegree = prediction.resolvedDegree
    estimator = prediction.estimator.name
    self.change = change
    self.directions = directions
    self.source = source
    isResolved = !prediction.isNoise
    help =
      prediction.isNoise
      ? Remedy(
        prediction,
        units: change.units.count,
        directions: directions,
        ofGradients: source == .gradients
      ).map {
        Help(
          $0,
          directions: directions,
          source == .gradients
            ? prices.ofGradients(units: change.units.count, degree: prediction.terms.count) : prices
        )
      } : nil
    warnings =
      Self.warnings(prediction, help, directions)
      + [interpolation?.warning, stability?.warning].compactMap { $0 }
  }

  private static func warnings(
    _ prediction: Prediction,
    _ help: Help?,
    _ directions: Int
  ) -> [String] {
    var warnings: [String] = []
    if prediction.standardError == nil {
      warnings.append("with one direction the standard error is unknown")
    } else if prediction.isNoise {
      warnings.append(
        "noise dominates: the change cannot be told from none" + (help?.words ?? "")
      )
    }
    if case .medianOfMeans(let groups) = prediction.estimator, groups > directions, directions > 1 {
      warnings.append(
        "this confidence asks for \(groups) groups, and there are only \(directions) directions: "
          + "each is a group of its own; use more directions, or less confidence"
      )
    }
    let noisy = prediction.terms.filter(\.isNoise).map { "\($0.degree)" }
    if !noisy.isEmpty, !prediction.isNoise {
      warnings.append(
        "noise dominates the \(noisy.count == 1 ? "term" : "terms") of degree "
          + noisy.joined(separator: ", ")
      )
    }
    return warnings
  }

  /// Nulls are written, so that a reader finds every field.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(line, forKey: .line)
    try container.encode(measurement, forKey: .measurement)
    try container.encode(query, forKey: .query)
    try container.encodeIfPresent(output, forKey: .output)
    try container.encode(base, forKey: .base)
    try container.encode(prediction, forKey: .prediction)
    try container.encode(standardError, forKey: .standardError)
    try container.encode(expectedError, forKey: .expectedError)
    try container.encode(interval, forKey: .interval)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(degrees, forKey: .degrees)
    try container.encode(truncation, forKey: .truncation)
    try container.encode(resolvedDegree, forKey: .resolvedDegree)
    try container.encode(estimator, forKey: .estimator)
    try change.encode(to: encoder)
    try container.encode(deletion, forKey: .deletion)
    try container.encode(directions, forKey: .directions)
    try container.encodeIfPresent(source, forKey: .source)
    try container.encode(isResolved, forKey: .isResolved)
    try container.encodeIfPresent(help, forKey: .help)
    try container.encodeIfPresent(interpolation, forKey: .interpolation)
    try container.encode(warnings, forKey: .warnings)
  }
}
