import LacunaSketching

/// A prediction as it is written.
struct PredictionReport: Encodable {
  struct Term: Encodable {
    let degree: Int
    let term: Double
    let standardError: Double?

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(degree, forKey: .degree)
      try container.encode(term, forKey: .term)
      try container.encode(standardError, forKey: .standardError)
    }

    enum CodingKeys: String, CodingKey { case degree, term, standardError }
  }

  /// Of the file of deletion sets, where there is one.
  let line: Int?
  let measurement: String
  let query: String
  let output: Int?
  let base: Double
  let prediction: Double
  let standardError: Double?
  let interval: [Double]?
  let confidence: Double
  let degrees: [Term]
  let truncation: Double
  let estimator: String
  let change: ChangedUnits
  let deletion = "weight 0 in place"
  let directions: Int
  let noiseDominates: Bool
  /// Of a measurement that was computed at points of circles.
  let interpolation: Interpolation?
  let warnings: [String]

  enum CodingKeys: String, CodingKey {
    case line, measurement, query, output, base, prediction, standardError, interval, confidence,
      degrees
    case truncation, estimator, deletion, directions, noiseDominates
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
    interpolation: Interpolation? = nil
  ) {
    self.line = line
    self.interpolation = interpolation
    measurement = target.measurement
    query = target.query
    self.output = output
    base = prediction.base
    self.prediction = prediction.prediction
    standardError = prediction.standardError
    interval = prediction.interval.map { [$0.low, $0.high] }
    self.confidence = confidence
    degrees = prediction.terms.map {
      Term(
        degree: $0.degree,
        term: $0.estimate.value,
        standardError: $0.estimate.standardError
      )
    }
    truncation = prediction.truncation
    estimator = prediction.estimator.name
    self.change = change
    self.directions = directions
    noiseDominates = prediction.isNoise
    warnings =
      Self.warnings(prediction, directions)
      + [interpolation.flatMap(\.warning)].compactMap { $0 }
  }

  private static func warnings(_ prediction: Prediction, _ directions: Int) -> [String] {
    var warnings: [String] = []
    if prediction.standardError == nil {
      warnings.append("with one direction the standard error is unknown")
    } else if prediction.isNoise {
      warnings.append(
        "noise dominates: the standard error exceeds the predicted change, which cannot be told "
          + "from none; use more directions"
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
    try container.encode(interval, forKey: .interval)
    try container.encode(confidence, forKey: .confidence)
    try container.encode(degrees, forKey: .degrees)
    try container.encode(truncation, forKey: .truncation)
    try container.encode(estimator, forKey: .estimator)
    try change.encode(to: encoder)
    try container.encode(deletion, forKey: .deletion)
    try container.encode(directions, forKey: .directions)
    try container.encode(noiseDominates, forKey: .noiseDominates)
    try container.encodeIfPresent(interpolation, forKey: .interpolation)
    try container.encode(warnings, forKey: .warnings)
  }
}

extension PredictionReport {
  /// The prediction for people.
  var text: String {
    let what = output.map { "\(measurement)[\($0)]" } ?? measurement
    let error = standardError.map { "± \(Figure.number($0))" } ?? "± unknown"
    var lines = [
      "\(what) of '\(query)' \(change.words)",
      "  with all data    \(Figure.number(base))",
      "  prediction       \(Figure.number(prediction)) \(error)   "
        + "(change \(Figure.change(prediction - base)))",
    ]
    if let interval {
      lines.append(
        "  \(Figure.number(confidence * 100))% interval     "
          + "\(Figure.number(interval[0])) to \(Figure.number(interval[1]))  (sampling alone)"
      )
    }
    for term in degrees {
      let error = term.standardError.map { " ± \(Figure.number($0))" } ?? ""
      lines.append("  degree \(term.degree)         \(Figure.change(term.term))\(error)")
    }
    lines.append("  truncation       about \(Figure.number(truncation)), the size of the last term")
    lines.append("  from \(directions) directions by \(estimator); deleted: weight 0 in place")
    if let interpolation { lines.append("  \(interpolation.text)") }
    lines += warnings.map { "  warning: \($0)" }
    return lines.joined(separator: "\n")
  }
}
