import Foundation

/// The JSON of `predict`, as the issue names it.
struct PredictionAnswer: Decodable {
  struct Degree: Decodable {
    let degree: Int
    let term: Double
    let standardError: Double?
    let unbiased: Double?
    let exact: Bool?
    let condition: Double?
  }
  let measurement: String
  let query: String
  let base: Double
  let prediction: Double
  let standardError: Double?
  let expectedError: Double?
  let interval: [Double]?
  let degrees: [Degree]
  let truncation: Double
  let resolvedDegree: Int
  let resolved: Bool
  let estimator: String
  let deleted: [Int]
}

/// The JSON of `curve`.
struct CurveAnswer: Decodable {
  struct Point: Decodable {
    let weight: Double
    let value: Double
  }
  let measurement: String
  let query: String
  let deleted: [Int]
  let coefficients: [Double]
  let truth: [Point]
}

/// The JSON of `retrain`.
struct RetrainAnswer: Decodable {
  struct Value: Decodable {
    let measurement: String
    let query: String
    let value: Double
  }
  struct Set: Decodable {
    let deleted: [Int]
    let values: [Value]
  }
  let results: [Set]
}

/// The JSON of several answers.
struct Several<Answer: Decodable>: Decodable {
  let results: [Answer]
}

extension Outcome {
  /// The output as JSON of a type.
  func decoded<Answer: Decodable>(_ type: Answer.Type = Answer.self) throws -> Answer {
    guard code == 0 else { throw Failed(outcome: self) }
    return try JSONDecoder().decode(type, from: Data(output.utf8))
  }

  /// The output as a JSON object.
  func object() throws -> [String: Any] {
    guard code == 0 else { throw Failed(outcome: self) }
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
    return object as? [String: Any] ?? [:]
  }
}

extension Workshop {
  /// What `predict` says of the plain sketch.
  func predict(
    _ delete: String,
    _ more: String...,
    query: String = "max",
    store: String = Recipe().store
  ) throws -> PredictionAnswer {
    try predict(delete, more, query: query, store: store)
  }

  /// What `predict` says of the plain sketch, with more options.
  func predict(
    _ delete: String,
    _ more: [String],
    query: String = "max",
    store: String = Recipe().store
  ) throws -> PredictionAnswer {
    try Lacuna.run(
      ["predict", store, "--delete", delete, "--query", query, "--format", "json"] + more,
      in: self
    ).decoded()
  }

  /// What `curve` says of the plain sketch.
  func curve(
    _ delete: String,
    _ more: String...,
    store: String = Recipe().store
  ) throws -> CurveAnswer {
    try Lacuna.run(
      ["curve", store, "--delete", delete, "--query", "max", "--format", "json"] + more,
      in: self
    ).decoded()
  }

  /// What `retrain` says of the plain sketch: one value for each deletion set.
  func retrain(
    _ delete: String...,
    more: [String] = [],
    store: String = Recipe().store
  ) throws -> [Double] {
    let sets = delete.flatMap { ["--delete", $0] }
    let answer: RetrainAnswer = try Lacuna.run(
      ["retrain", store, "--query", "max", "--format", "json"] + sets + more,
      in: self
    ).decoded()
    return answer.results.compactMap { $0.values.first?.value }
  }
}
