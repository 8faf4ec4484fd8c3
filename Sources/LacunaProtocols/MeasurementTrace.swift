/// The trace of a measurement: from a learner's outputs and parameters to a number or a vector.
public struct MeasurementTrace {
  /// The trace that operations go into.
  public let trace: Trace

  /// A view of a trace.
  package init(_ trace: Trace) { self.trace = trace }

  /// An output of the learner's forward function.
  public func output(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_OUTPUT, name) }

  /// The names of the outputs of the learner's forward function.
  public var outputNames: [String] { trace.inputNames(LACUNA_ROLE_OUTPUT) }

  /// A parameter of the trained model.
  public func parameter(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_PARAMETER, name) }

  /// The names of the parameters.
  public var parameterNames: [String] { trace.inputNames(LACUNA_ROLE_PARAMETER) }

  /// All parameters of the trained model, in order.
  public var parameters: [Tensor] { parameterNames.map { parameter($0) } }

  /// An output of the undeleted model.
  public func baseOutput(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_BASE_OUTPUT, name) }

  /// A parameter of the undeleted model.
  public func baseParameter(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_BASE, name) }

  /// A tensor of the encoded query.
  public func example(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_EXAMPLE, name) }

  /// Gives the result: a real scalar or vector.
  public func result(_ value: Tensor) { trace.output("value", value) }
}
