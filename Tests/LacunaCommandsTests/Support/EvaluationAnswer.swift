/// The JSON of `evaluate`.
struct EvaluationAnswer: Decodable, Equatable {
  struct Score: Decodable, Equatable {
    let value: Double?
    let low: Double?
    let high: Double?
  }
  struct Predictor: Decodable, Equatable {
    let kind: String
    let estimator: String?
    let directions: Int?
    let degree: Int?
  }
  struct Point: Decodable, Equatable {
    let set: String
    let deleted: [Int]
    let predicted: Double
    let truth: Double
    let standardError: Double?
    let expectedError: Double?
    let interval: [Double]?
    let taylor: Double?
  }
  struct Scores: Decodable, Equatable {
    let count: Int
    let rmse: Score
    let relativeRMSE: Score
    let spearman: Score
    let coverage: Score
    let taylorCoverage: Score
    let expectedError: Score
  }
  struct Ceiling: Decodable, Equatable {
    let pearson: Double
    let spearman: Double
  }
  struct Row: Decodable, Equatable {
    let predictor: Predictor
    let query: String?
    let sizes: String?
    let scores: Scores
    let ceiling: Ceiling?
    let points: [Point]?
  }
  struct Movement: Decodable, Equatable {
    let predicted: Double
    let truth: Double
    let deleted: [Int]
  }
  struct Counterfactual: Decodable, Equatable {
    let query: String
    let size: Int
    let raising: Movement
    let lowering: Movement
    let randomSets: Int
  }
  struct Report: Decodable, Equatable {
    let `protocol`: String
    let sets: Int
    let smallest: Int
    let largest: Int
    let rows: [Row]
    let counterfactual: [Counterfactual]?
  }
  struct Bank: Decodable, Equatable {
    let place: String
    let retrains: Int
  }
  struct Headline: Decodable, Equatable {
    struct Cost: Decodable, Equatable {
      let seconds: Double
      let slowdown: Double
    }
    struct Row: Decodable, Equatable {
      let predictor: Predictor
      let rmse: Score
      let precompute: Cost
      let prediction: Cost
    }
    let training: Double
    let inference: Double
    let rows: [Row]
  }
  let retrained: Int
  let bank: Bank
  let protocols: [Report]
  let headline: Headline?
}

extension Workshop {
  /// What `evaluate` says of a sketch, as JSON.
  func evaluate(_ arguments: [String], store: String = "names.sketch") throws -> EvaluationAnswer {
    try Lacuna.run(
      ["evaluate", store, "--query", "max", "--format", "json"] + arguments,
      in: self
    ).decoded()
  }
}
