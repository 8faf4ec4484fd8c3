/// The trace of one training step: from state, mini-batch, weights and scalars to state.
public struct StepTrace {
  /// The trace that operations go into.
  public let trace: Trace

  /// A view of a trace.
  package init(_ trace: Trace) { self.trace = trace }

  /// A tensor of the state before the step.
  public func state(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_STATE, name) }

  /// The names of the tensors of the state.
  public var stateNames: [String] { trace.inputNames(LACUNA_ROLE_STATE) }

  /// A tensor of the mini-batch: encoded examples stacked along a first axis.
  public func batch(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_BATCH, name) }

  /// The weights of the examples of the mini-batch, `[B]`: 1 = kept, 0 = deleted.
  public var weights: Tensor { trace.input(LACUNA_ROLE_WEIGHTS, "weights") }

  /// A number that the schedule gives to each step.
  public func scalar(_ name: String) -> Tensor { trace.input(LACUNA_ROLE_SCALAR, name) }

  /// Says what a tensor of the state becomes.
  ///
  /// One that is not updated stays as it is.
  public func update(_ name: String, to value: Tensor) { trace.output(name, value) }

  /// The weighted loss of the mini-batch, (1/B) Σ weights[i] · losses[i].
  public func weightedMean(_ losses: Tensor) -> Tensor { (losses * weights).mean() }
}
