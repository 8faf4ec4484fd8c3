import LacunaSketching

/// What `evaluate` says of one protocol.
struct ProtocolReport: Encodable {
  /// What predicts: the sketch, or something to compare it with.
  struct Predictor: Encodable, Equatable {
    /// `sketch`, `sketch and gradient`, `gradient`, `gradients`, `no change` or `exact Taylor`.
    let kind: String
    let estimator: String?
    let directions: Int?
    let degree: Int?

    static let noChange = Predictor(
      kind: "no change",
      estimator: nil,
      directions: nil,
      degree: nil
    )

    static func exact(_ degree: Int) -> Predictor {
      Predictor(kind: "exact Taylor", estimator: nil, directions: nil, degree: degree)
    }
  }

  /// A set with its prediction and its truth.
  struct Point: Encodable {
    let set: String
    let deleted: [ChangedUnits.Name]
    let predicted: Double
    let truth: Double
    let standardError: Double?
    let expectedError: Double?
    let interval: [Double]?
    let taylor: Double?
  }

  /// The figures of a predictor for a query, or their means over queries where there is none.
  struct Row: Encodable {
    let predictor: Predictor
    let query: String?
    let sizes: String?
    let scores: EvaluationScores
    /// The root mean square of the true change.
    let trueSize: Double?
    let ceiling: CorrelationCeiling?
    var points: [Point]?

    enum CodingKeys: String, CodingKey {
      case predictor, query, sizes, scores, trueSize, ceiling, points
    }

    /// Nulls are written, so that a reader finds every field; points are there where they are asked for.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(predictor, forKey: .predictor)
      try container.encode(query, forKey: .query)
      try container.encode(sizes, forKey: .sizes)
      try container.encode(scores, forKey: .scores)
      try container.encode(trueSize, forKey: .trueSize)
      try container.encode(ceiling, forKey: .ceiling)
      try container.encodeIfPresent(points, forKey: .points)
    }
  }

  /// The movement of a measurement when units are deleted that were chosen for it.
  struct Movement: Encodable {
    let predicted: Double
    let standardError: Double?
    let expectedError: Double?
    let truth: Double
    let deleted: [ChangedUnits.Name]
  }

  /// What deleting the k units that matter most does, beside random ones.
  struct Counterfactual: Encodable {
    let predictor: Predictor
    let query: String
    let size: Int
    let raising: Movement
    let lowering: Movement
    let randomSets: Int
    let randomMean: Double
    let randomSize: Double
  }

  let kind: EvaluationProtocol
  let sets: Int
  /// The least and the largest number of units that a set deletes.
  let smallest: Int
  let largest: Int
  var rows: [Row] = []
  var counterfactual: [Counterfactual]?

  enum CodingKeys: String, CodingKey {
    case kind = "protocol"
    case sets, smallest, largest, rows, counterfactual
  }

  /// The report of movements.
  init(counterfactual: [Counterfactual], sizes: [Int]) {
    kind = .counterfactual
    self.counterfactual = counterfactual
    sets = counterfactual.reduce(0) { $0 + 2 + $1.randomSets }
    smallest = sizes.min() ?? 0
    largest = sizes.max() ?? 0
  }

  /// Leaves out what was found for every single set.
  mutating func dropPoints() {
    for index in rows.indices { rows[index].points = nil }
  }
}

extension ProtocolReport.Predictor {
  /// A combination of estimator, directions and degree.
  init(_ variant: MeasuredVariants.Variant) {
    kind =
      switch variant.kind {
      case .sketch: "sketch"
      case .sketchAndGradient: "sketch and gradient"
      case .gradient: "gradient"
      case .gradients: "gradients"
      }
    estimator = variant.estimator.name
    directions = variant.directions
    degree = variant.degree
  }

  /// For people.
  var text: String {
    if kind == "gradient" { return "exact gradient" }
    if kind == "gradients", let directions, let degree {
      return "gradients K=\(directions) d=\(degree)"
    }
    let beside = kind == "sketch and gradient" ? "gradient, " : ""
    return switch (estimator, directions, degree) {
    case (let estimator?, let directions?, let degree?):
      "\(beside)\(estimator) K=\(directions) d=\(degree)"
    case (_, _, 1?): "exact first order"
    case (_, _, let degree?): "exact Taylor d=\(degree)"
    default: kind
    }
  }
}

extension EvaluationScores: Encodable {
  /// The figures by name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try container.encode(count, forKey: Name("count"))
    for metric in EvaluationMetric.allCases {
      try container.encode(self[metric], forKey: Name(metric.rawValue))
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

extension CorrelationCeiling: Encodable {
  /// Both correlations.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(pearson, forKey: .pearson)
    try container.encode(spearman, forKey: .spearman)
  }

  private enum CodingKeys: String, CodingKey { case pearson, spearman }
}
