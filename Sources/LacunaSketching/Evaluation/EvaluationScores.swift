/// A figure of an evaluation.
public enum EvaluationMetric: String, Sendable, CaseIterable {
  /// The mean of predicted minus true change.
  case bias
  /// The root of the mean square of predicted minus true change.
  case rmse
  /// The RMSE divided by the root mean square of the true change: 1 is as good as predicting no change.
  case relativeRMSE
  /// The rank correlation of predicted and true change: over random subsets, the LDS.
  case spearman
  /// The correlation of predicted and true change.
  case pearson
  /// The share of true changes that lie in the interval of their prediction.
  case coverage
  /// The share of exact Taylor values that lie in the interval of their prediction.
  case taylorCoverage
  /// The mean standard error.
  case standardError
  /// The mean of the errors that predictions are expected to have.
  case expectedError
  /// The share of predictions that can be told from no change.
  case resolved
}

/// The figures of an evaluation, each with its confidence interval.
public struct EvaluationScores: Sendable, Equatable {
  /// How many deletion sets or, of a mean over queries, queries there are.
  public var count: Int
  private var scores: [EvaluationMetric: Score]

  /// The figure of a metric.
  public subscript(_ metric: EvaluationMetric) -> Score { scores[metric] ?? Score(value: nil) }

  private init(count: Int, _ scores: [Score]) {
    self.count = count
    self.scores = Dictionary(uniqueKeysWithValues: zip(EvaluationMetric.allCases, scores))
  }

  /// The figures of one query over deletion sets, which the bootstrap resamples.
  public init(_ points: [EvaluatedPoint], _ bootstrap: Bootstrap) {
    let sums = EvaluationSums(points)
    self.init(
      count: points.count,
      bootstrap.scores(count: points.count) { copies in
        EvaluationMetric.allCases.map { sums.value($0, copies) }
      }
    )
  }

  /// The mean of the figures of several queries, which the bootstrap resamples; a query for which a figure is
  /// undefined is left out of it.
  public init(meanOf queries: [EvaluationScores], _ bootstrap: Bootstrap) {
    self.init(
      count: queries.count,
      bootstrap.scores(count: queries.count) { copies in
        EvaluationMetric.allCases.map { metric in
          var (sum, count) = (0.0, 0)
          for (query, copies) in zip(queries, copies) {
            guard let value = query[metric].value else { continue }
            sum += Double(copies) * value
            count += copies
          }
          return count > 0 ? sum / Double(count) : nil
        }
      }
    )
  }
}

/// What the figures of some points are computed from, prepared once for all resamples.
private struct EvaluationSums {
  private let points: [EvaluatedPoint]
  private let predicted: [Double]
  private let truth: [Double]
  private let rankings: (predicted: Ranking, truth: Ranking)

  init(_ points: [EvaluatedPoint]) {
    self.points = points
    predicted = points.map(\.predicted)
    truth = points.map(\.truth)
    rankings = (Ranking(predicted), Ranking(truth))
  }

  /// A figure where each point stands so many times.
  func value(_ metric: EvaluationMetric, _ copies: [Int]) -> Double? {
    switch metric {
    case .bias: return mean(copies) { $0.predicted - $0.truth }
    case .rmse: return rootMeanSquare(copies) { $0.predicted - $0.truth }
    case .relativeRMSE:
      guard let size = rootMeanSquare(copies, \.truth), size > 0,
        let error = rootMeanSquare(copies, { $0.predicted - $0.truth })
      else { return nil }
      return error / size
    case .spearman:
      guard Correlation.pearson(predicted, truth, copies: copies) != nil else { return nil }
      return Correlation.pearson(
        rankings.predicted.ranks(copies: copies),
        rankings.truth.ranks(copies: copies),
        copies: copies
      )
    case .pearson: return Correlation.pearson(predicted, truth, copies: copies)
    case .coverage:
      return mean(copies) { point in
        point.interval.map { $0.contains(point.truth) ? 1 : 0 }
      }
    case .taylorCoverage:
      return mean(copies) { point in
        point.interval.flatMap { interval in point.taylor.map { interval.contains($0) ? 1 : 0 } }
      }
    case .standardError: return mean(copies, \.standardError)
    case .expectedError: return mean(copies, \.expectedError)
    case .resolved: return mean(copies) { $0.isResolved.map { $0 ? 1 : 0 } }
    }
  }

  /// The mean of what is known.
  private func mean(_ copies: [Int], _ value: (EvaluatedPoint) -> Double?) -> Double? {
    var (sum, count) = (0.0, 0)
    for (point, copies) in zip(points, copies) where copies > 0 {
      guard let value = value(point) else { continue }
      sum += Double(copies) * value
      count += copies
    }
    return count > 0 ? sum / Double(count) : nil
  }

  private func rootMeanSquare(_ copies: [Int], _ value: (EvaluatedPoint) -> Double) -> Double? {
    mean(copies) { value($0) * value($0) }?.squareRoot()
  }
}
