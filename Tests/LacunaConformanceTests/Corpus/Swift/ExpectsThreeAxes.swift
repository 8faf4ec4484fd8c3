import LacunaPluginKit

// fault: it takes for granted that outputs have at most three axes
// check: measurement/other-shapes
struct ExpectsThreeAxes: MeasurementPlugin {
  static let descriptor = MeasurementDescriptor(
    name: "mean-output",
    summary: "expects-three-axes",
    version: "1",
    needs: [.output("hidden")]
  )

  init(configuration: Configuration) {}

  func measure(_ trace: MeasurementTrace) {
    let hidden = trace.output("hidden")
    let names = ["none", "row", "matrix", "cube"]
    trace.result(hidden.mean() * Double(names[hidden.rank].utf8.count))
  }
}
