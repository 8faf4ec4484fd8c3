import Testing

@testable import LacunaSketching

@Suite struct EvaluationScoresTests {
  private static let bootstrap = Bootstrap(seed: 1, resamples: 50)

  private static let points = [
    EvaluatedPoint(
      predicted: 1,
      truth: 2,
      standardError: 0.5,
      expectedError: 0.25,
      interval: 0...2,
      taylor: 2.5,
      isResolved: true
    ),
    EvaluatedPoint(
      predicted: -2,
      truth: 1,
      standardError: 1.5,
      expectedError: 0.75,
      interval: -5...0.5,
      taylor: 0,
      isResolved: false
    ),
    EvaluatedPoint(
      predicted: 4,
      truth: 2,
      standardError: 1,
      expectedError: 0.5,
      interval: 3...5,
      taylor: 4,
      isResolved: true
    ),
    EvaluatedPoint(
      predicted: 0,
      truth: 0,
      standardError: 1,
      expectedError: 0.5,
      interval: -1...1,
      taylor: 0,
      isResolved: false
    ),
  ]

  @Test func `figures are those worked out by hand`() throws {
    let scores = EvaluationScores(Self.points, Self.bootstrap)
    // Errors −1, −3, 2, 0; true changes 2, 1, 2, 0.
    func value(_ metric: EvaluationMetric) throws -> Double { try #require(scores[metric].value) }
    #expect(scores.count == 4)
    #expect(try value(.bias) == -0.5)
    #expect(try abs(value(.rmse) - 3.5.squareRoot()) < 1e-15)
    #expect(try abs(value(.relativeRMSE) - (14.0 / 9).squareRoot()) < 1e-15)
    // Means 0.75 and 1.25; sums of products 4.25, of squares 18.75 and 2.75.
    #expect(try abs(value(.pearson) - 4.25 / (18.75 * 2.75).squareRoot()) < 1e-15)
    // Ranks 3, 1, 4, 2 and 3.5, 2, 3.5, 1: products 3.5, squares 5 and 4.5.
    #expect(try abs(value(.spearman) - 3.5 / (5 * 4.5).squareRoot()) < 1e-15)
    #expect(try value(.coverage) == 0.5)
    #expect(try value(.taylorCoverage) == 0.75)
    #expect(try value(.standardError) == 1)
    #expect(try value(.expectedError) == 0.5)
    #expect(try value(.resolved) == 0.5)
    for metric in EvaluationMetric.allCases {
      let score = scores[metric]
      let (low, high) = (try #require(score.low), try #require(score.high))
      #expect(low <= high)
    }
  }

  @Test func `what has no error bar has no coverage`() {
    let points = [1.0, 2, 3].map { EvaluatedPoint(predicted: 0, truth: $0) }
    let scores = EvaluationScores(points, Self.bootstrap)
    for metric in [
      EvaluationMetric.coverage, .taylorCoverage, .standardError, .expectedError, .resolved,
      .spearman, .pearson,
    ] {
      #expect(scores[metric].value == nil)
    }
    // Predicting no change is as good as predicting no change.
    #expect(scores[.relativeRMSE] == Score(value: 1, low: 1, high: 1))
  }

  @Test func `means over queries leave undefined figures out`() {
    let constant = [1.0, 2].map { EvaluatedPoint(predicted: 0, truth: $0) }
    let queries = [Self.points, constant].map { EvaluationScores($0, Self.bootstrap) }
    let mean = EvaluationScores(meanOf: queries, Self.bootstrap)
    #expect(mean.count == 2)
    #expect(mean[.bias].value == (-0.5 - 1.5) / 2)
    #expect(mean[.pearson].value == queries[0][.pearson].value)
  }

  @Test func `a prediction becomes a change with its interval`() {
    let prediction = Prediction(
      base: 2,
      prediction: 2.5,
      standardError: 0.25,
      expectedError: 0.125,
      interval: (2, 3),
      terms: [],
      truncation: 0,
      resolvedDegree: 0,
      estimator: .mean
    )
    let point = EvaluatedPoint(prediction, change: 0.4, taylor: 0.3)
    #expect(point.predicted == 0.5 && point.truth == 0.4 && point.taylor == 0.3)
    #expect(point.interval == 0...1 && point.isResolved == true && point.standardError == 0.25)
    #expect(point.expectedError == 0.125)
  }

  @Test func `what is exact has no interval to be in`() {
    let prediction = Prediction(
      base: 2,
      prediction: 2.5,
      standardError: 0,
      expectedError: 0,
      interval: (2.5, 2.5),
      terms: [],
      truncation: 0,
      resolvedDegree: 0,
      estimator: .mean
    )
    let point = EvaluatedPoint(prediction, change: 0.5)
    #expect(point.interval == nil && point.standardError == 0 && point.isResolved == true)
    #expect(EvaluationScores([point, point], Self.bootstrap)[.coverage].value == nil)
  }
}
