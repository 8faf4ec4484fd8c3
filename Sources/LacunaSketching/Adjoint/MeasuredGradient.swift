import LacunaProtocols

/// The derivative of a measurement with respect to the downweight of every unit.
public struct MeasuredGradient: Sendable, Equatable {
  /// The value on the undeleted model, for each output.
  public var base: [Double]
  /// For each output the derivative ∂f/∂w_u at w = 0, for each unit u.
  public var gradient: [[Double]]
}

/// The series of the gradient along one direction ψ: ∇f(zψ) mod z^d.
public struct GradientJet: Sendable, Equatable {
  /// For each degree of z from 1, and each unit, the coefficient.
  ///
  /// That of degree 0 is the gradient itself, the same along all directions.
  public var coefficients: [[Complex]]
}
