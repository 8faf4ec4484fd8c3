import LacunaPluginKit

/// The root of the sum of squares of all parameters.
struct ParameterNorm: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "parameter-norm",
    summary: "Euclidean norm of all parameters",
    version: "1.0",
    needs: [.parameters]
  )

  init(configuration: Configuration) {}

  func measure(_ trace: MeasurementTrace) {
    let squares = trace.parameters.map { square($0).sum() }
    guard let first = squares.first else { return }
    trace.result(sqrt(squares.dropFirst().reduce(first, +)))
  }
}
