import Foundation

/// The numbers of `supervised.json`; where they come from is said in `Tests/Golden/README.md`.
struct SupervisedGolden: Decodable {
  struct Binary: Decodable {
    let l2: Double
    let queries: [Int]
    let weights: [Double]
    let bias: Double
    let logOdds: [Double]
    let deletions: [[Int]]
    /// For each deletion set the log-odds of each query.
    let retrains: [[Double]]
    /// For each query the Taylor coefficients along the second deletion set.
    let series: [[Double]]
    /// For each optimiser the weights and the bias.
    let trained: [String: [Double]]
  }

  struct Optimum: Decodable {
    let weights: [Double]
    let bias: [Double]
  }

  struct Multinomial: Decodable {
    let columns: [String]
    let l2: Double
    let deleted: [Int]
    let all: Optimum
    let without: Optimum
    let unpenalized: Optimum
  }

  struct Perceptrons: Decodable {
    /// Weights and biases, layer by layer.
    let classification: [[Double]]
    let regression: [[Double]]
  }

  let binary: Binary
  let multinomial: Multinomial
  let perceptrons: Perceptrons

  static func load() throws -> SupervisedGolden {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Golden/supervised.json")
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }
}
