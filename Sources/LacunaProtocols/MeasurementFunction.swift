/// A measurement, configured: a number or a vector computed from a trained model and a query.
///
/// It sees a learner only through the names and shapes of its outputs and parameters, and the same of
/// the undeleted model. On a sequence it is the mean over positions unless it says otherwise.
public protocol MeasurementFunction: Sendable {
  /// What it asks of a learner; none is declared by default.
  var needs: [MeasurementNeed] { get }

  /// Emits the measurement.
  func measure(_ trace: MeasurementTrace) throws
}

extension MeasurementFunction {
  /// None are declared; what is asked for and is not there is found while tracing.
  public var needs: [MeasurementNeed] { [] }
}

/// What a measurement asks of a learner.
public enum MeasurementNeed: Hashable, Sendable {
  /// An output of the learner's forward function.
  case output(String)
  /// An output of the undeleted model.
  case baseOutput(String)
  /// The parameters.
  case parameters
  /// The parameters of the undeleted model.
  case baseParameters
}

extension MeasurementNeed: CustomStringConvertible {
  /// The need in the plugin interface: `output:logits`.
  public var description: String {
    switch self {
    case .output(let name): "output:\(name)"
    case .baseOutput(let name): "base-output:\(name)"
    case .parameters: "parameters"
    case .baseParameters: "base-parameters"
    }
  }

  /// The need that a text of the plugin interface stands for.
  public init?(_ text: String) {
    switch text {
    case "parameters": self = .parameters
    case "base-parameters": self = .baseParameters
    case _ where text.hasPrefix("output:"): self = .output(String(text.dropFirst(7)))
    case _ where text.hasPrefix("base-output:"): self = .baseOutput(String(text.dropFirst(12)))
    default: return nil
    }
  }
}
