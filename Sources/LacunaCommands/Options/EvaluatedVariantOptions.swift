import ArgumentParser
import LacunaSketching

/// Which predictions are evaluated: all combinations.
struct EvaluatedVariantOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "How directions are combined. May be given several times.",
      discussion: "(default: that of predict)"
    )
  )
  var estimator: [EstimatorName] = []

  @Option(help: "Confidence of the intervals of predictions; 1 − δ of the median of means.")
  var confidence: Double = 0.95

  @Option(
    help: ArgumentHelp(
      "Use the first so many directions alone: numbers separated by commas. (default: all)",
      valueName: "K,…"
    )
  )
  var directions: IntegerList?

  @Option(
    help: ArgumentHelp(
      "Stop the series at a degree: numbers separated by commas. (default: the sketch's)",
      valueName: "degree,…"
    )
  )
  var degree: IntegerList?

  func validate() throws {
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence is \(confidence), expected between 0 and 1")
    }
  }

  /// The estimators, in their order.
  var estimators: [Estimator] {
    (estimator.isEmpty ? [PredictCommand.defaultEstimator] : estimator).map {
      $0.estimator(confidence: confidence)
    }
  }
}

extension PredictCommand {
  /// What `predict` uses unless told otherwise.
  static let defaultEstimator = EstimatorName.auto
}

extension EstimatorName {
  /// The estimator of a name.
  func estimator(confidence: Double) -> Estimator {
    switch self {
    case .auto: .auto
    case .leastSquares: .leastSquares
    case .mean: .mean
    case .medianOfMeans: .medianOfMeans(groups: Estimator.groups(failing: 1 - confidence))
    }
  }
}
