import LacunaPluginKit

/// A measurement of the logits of the target, averaged over positions.
///
/// Logits are `[…, V]` and integer targets `[…]`, with any leading axes, none among them.
protocol TargetMeasurement: MeasurementPlugin {
  static var name: String { get }
  static var summary: String { get }

  init()

  /// The measurement at each position: logits [P, V] and targets [P] → [P].
  func measure(logits: Tensor, targets: Tensor) -> Tensor
}

extension TargetMeasurement {
  /// What it is called, and that it needs logits and targets.
  public static var descriptor: MeasurementDescriptor {
    MeasurementDescriptor(
      name: name,
      summary: summary,
      version: "1.0",
      needs: [.output("logits"), .output("targets")]
    )
  }

  /// The measurement; it has no configuration.
  public init(configuration: Configuration) { self.init() }

  /// The mean over positions.
  public func measure(_ trace: MeasurementTrace) throws {
    let (logits, targets) = try trace.classification()
    trace.result(measure(logits: logits, targets: targets).mean())
  }
}
