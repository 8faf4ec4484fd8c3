import LacunaExecution
import LacunaPrograms

/// A case evaluated by the reference, against which a faster evaluation is held.
///
///     let run = try ReferenceRun(of: operationCase, degree: 3)
///     let wrong = run.mismatches(epsilon: 0x1p-53) { output, element, power in … }
///     #expect(wrong.isEmpty)
public struct ReferenceRun: Sendable {
  /// What the case was fed.
  public let inputs: OperationCase.Inputs<ReferenceJet>
  /// The outputs by name.
  public let outputs: [String: ReferenceTensor<ReferenceJet>]
  /// The bounds on the errors of the outputs.
  public let bounds: [String: ReferenceTensor<ReferenceMajorant>]
  /// The degree.
  public let degree: Int

  /// Evaluates a case over jets with random tangents; degree zero is the ring of reals.
  ///
  /// - Throws: `ReferenceError` when the case does not fit its program.
  public init(of operationCase: OperationCase, degree: Int, seed: UInt64 = 1) throws {
    try self.init(
      of: operationCase.program,
      inputs: operationCase.jetInputs(degree: degree, seed: seed),
      degree: degree
    )
  }

  /// Evaluates a program over jets.
  ///
  /// - Throws: `ReferenceError` when the inputs do not fit the program.
  public init(
    of program: Program,
    inputs: OperationCase.Inputs<ReferenceJet>,
    degree: Int
  ) throws {
    self.inputs = inputs
    self.degree = degree
    outputs = try ReferenceEvaluator.evaluate(program, inputs: inputs)
    let majorants = inputs.mapValues { tensor in
      tensor.element == .real
        ? ReferenceTensor(tensor.shape, numbers: tensor.numbers.map(ReferenceMajorant.init))
        : ReferenceTensor(tensor.shape, integers: tensor.integers)
    }
    bounds = try ReferenceEvaluator.evaluate(program, inputs: majorants)
  }

  /// Compares coefficients with the reference.
  ///
  /// - Parameters:
  ///   - epsilon: the unit roundoff of the precision that was used: `0x1p-53` or `0x1p-24`.
  ///   - factor: the slack.
  ///   - floor: an error that is never too large: where the precision underflows.
  ///   - found: the coefficient of `z^power` of an output's element.
  /// - Returns: descriptions of the first few that are further from the reference than
  ///   `factor × epsilon × bound`, none when all are near enough.
  public func mismatches(
    epsilon: Double,
    factor: Double = 4,
    floor: Double = .leastNormalMagnitude,
    found: (_ output: String, _ element: Int, _ power: Int) -> ReferenceComplex
  ) -> [String] {
    var wrong: [String] = []
    for (name, tensor) in outputs.sorted(by: { $0.key < $1.key }) {
      for (element, jet) in tensor.numbers.enumerated() {
        for power in 0...degree {
          let bound = bounds[name]?.numbers[element].bound(power) ?? 0
          let (value, tolerance) = (found(name, element, power), factor * epsilon * bound)
          let error = (value - jet[power]).magnitude
          // `!(… <= …)` so that a NaN is a mismatch.
          if !(error <= tolerance + floor) {
            wrong.append(
              "\(name)[\(element)] z^\(power): found \(value.real) + \(value.imaginary)i, expected "
                + "\(jet[power].real) + \(jet[power].imaginary)i, error \(error) > \(tolerance)"
            )
            if wrong.count == 5 { return wrong }
          }
        }
      }
    }
    return wrong
  }
}
