import LacunaPluginKit

/// (prediction − target)².
struct SquaredError: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "squared-error",
    summary: "squared difference of prediction and target, mean over all",
    version: "1.0",
    needs: [.output("prediction"), .output("target")]
  )

  init(configuration: Configuration) {}

  func measure(_ trace: MeasurementTrace) throws {
    let (prediction, target) = try trace.regression()
    trace.result(square(prediction - target).mean())
  }
}

/// What a regression predicts: a number, or a vector of them.
struct PredictedValue: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "prediction",
    summary: "the predicted number, or all of them",
    version: "1.0",
    needs: [.output("prediction")]
  )

  init(configuration: Configuration) {}

  func measure(_ trace: MeasurementTrace) throws {
    let prediction = try trace.prediction()
    trace.result(prediction.rank <= 1 ? prediction : prediction.reshaped(to: [prediction.count]))
  }
}
