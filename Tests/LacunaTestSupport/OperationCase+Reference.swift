import LacunaExecution
import LacunaPrograms

/// What a case is fed in each ring of the reference evaluator.
extension OperationCase {
  /// Inputs by role and name.
  public typealias Inputs<Number: ReferenceNumber> = [ReferenceEvaluator.Key: ReferenceTensor<
    Number
  >]

  /// The primal elements.
  public func realInputs() -> Inputs<Double> {
    fed { _, value in value }
  }

  /// Jets with the primal elements and, in what varies, random complex tangents.
  ///
  /// The tangents of `z^k` are of the size `amplitude × decay^k`, so that high degrees stay within the
  /// range of `Float`, and are representable in it. The smaller the amplitude, the less the
  /// coefficients of a result cancel, and the nearer the bounds on its errors are to the result
  /// itself: what high degrees need. The default is 0.3 up to degree four and 0.1 beyond.
  public func jetInputs(
    degree: Int,
    seed: UInt64 = 1,
    amplitude: Double? = nil,
    decay: Double = 0.3
  ) -> Inputs<ReferenceJet> {
    var random = SplitMix64(seed: seed)
    return fed { input, value in
      guard input.varies else { return .constant(value) }
      var size = amplitude ?? (degree <= 4 ? 0.3 : 0.1)
      let tangents = (0..<degree).map { _ in
        size *= decay
        return ReferenceComplex(
          Double(Float(size * random.normal())),
          Double(Float(size * random.normal()))
        )
      }
      return ReferenceJet(primal: value, tangents: tangents)
    }
  }

  /// The inputs with a number made for each real element.
  public func fed<Number: ReferenceNumber>(
    _ number: (Input, Double) -> Number
  ) -> Inputs<Number> {
    var result: Inputs<Number> = [:]
    for input in inputs {
      result[ReferenceEvaluator.Key(input.role, input.name)] =
        input.type.element == .real
        ? ReferenceTensor(input.type.shape, numbers: input.reals.map { number(input, $0) })
        : ReferenceTensor(input.type.shape, integers: input.integers)
    }
    return result
  }
}
