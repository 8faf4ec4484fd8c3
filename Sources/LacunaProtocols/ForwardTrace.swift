/// The trace of a learner's forward function: from parameters and one encoded record to named outputs.
public struct ForwardTrace {
  /// The trace that operations go into.
  public let trace: Trace

  /// A view of a trace.
  package init(_ trace: Trace) { self.trace = trace }

  /// A parameter of the trained model.
  public func parameter(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_PARAMETER, name) }

  /// The names of the parameters.
  public var parameterNames: [String] { trace.inputNames(LACUNA_ROLE_PARAMETER) }

  /// A tensor of the encoded record.
  public func example(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_EXAMPLE, name) }

  /// The names of the tensors of the encoded record.
  public var exampleNames: [String] { trace.inputNames(LACUNA_ROLE_EXAMPLE) }

  /// Names a value as an output.
  ///
  /// Measurements commonly ask for `logits`, `targets` and `loss`.
  public func output(_ name: String, _ value: Tensor) { trace.output(name, value) }
}
