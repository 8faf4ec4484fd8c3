import LacunaExecution
import LacunaPrograms
import LacunaTestSupport

/// A random real direction in the space of a case's varying inputs.
///
/// It is zero along masks, which cannot move without another branch being taken.
struct Direction {
  /// The elements, by the name of the input; names are unique in a case.
  let elements: [String: [Double]]

  init(_ operationCase: OperationCase) {
    var random = SplitMix64(name: "direction of \(operationCase)")
    var elements: [String: [Double]] = [:]
    for input in operationCase.varying {
      elements[input.name] = input.reals.map { _ in input.name == "mask" ? 0 : random.normal() }
    }
    self.elements = elements
  }

  /// Σ gradient · direction.
  func product(with outputs: [String: ReferenceTensor<Double>]) -> Double {
    var total = 0.0
    for (name, direction) in elements {
      for role in InputRole.allCases {
        guard let gradient = outputs["d \(role.rawValue) \(name)"] else { continue }
        total += zip(gradient.numbers, direction).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return total
  }

  /// The inputs plus a multiple of the direction.
  func moving(
    _ inputs: OperationCase.Inputs<Double>,
    by distance: Double
  ) -> OperationCase.Inputs<Double> {
    var moved = inputs
    for (key, tensor) in inputs {
      guard let direction = elements[key.name] else { continue }
      moved[key] = ReferenceTensor(
        tensor.shape,
        numbers: zip(tensor.numbers, direction).map { $0 + distance * $1 }
      )
    }
    return moved
  }

  /// x + i z v, of degree one.
  func imaginary(_ operationCase: OperationCase) -> OperationCase.Inputs<ReferenceJet> {
    jets(operationCase, degree: 1, factor: .i)
  }

  /// x + z v, of a degree.
  func jets(
    _ operationCase: OperationCase,
    degree: Int,
    factor: ReferenceComplex = ReferenceComplex(1)
  ) -> OperationCase.Inputs<ReferenceJet> {
    operationCase.realInputs().reduce(into: [:]) { result, pair in
      let (key, tensor) = pair
      guard tensor.element == .real else {
        result[key] = ReferenceTensor(tensor.shape, integers: tensor.integers)
        return
      }
      let direction = elements[key.name] ?? tensor.numbers.map { _ in 0 }
      result[key] = ReferenceTensor(
        tensor.shape,
        numbers: zip(tensor.numbers, direction).map { value, along in
          var tangents = [ReferenceComplex](repeating: .zero, count: degree)
          tangents[0] = along * factor
          return ReferenceJet(primal: value, tangents: tangents)
        }
      )
    }
  }
}
