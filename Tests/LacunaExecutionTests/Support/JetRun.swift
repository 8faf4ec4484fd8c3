import LacunaExecution
import LacunaPrograms
import LacunaTestSupport

/// A case run once over jets.
///
/// Each lane holds the fed series changed by its ``Symmetry``, or by what the caller says.
struct JetRun {
  /// The outputs: name, elements.
  private(set) var primals: [String: [Double]] = [:]
  /// The outputs: name, element, coefficient 1…d, lane.
  private(set) var tangents: [String: [[[ReferenceComplex]]]] = [:]

  init(
    _ operationCase: OperationCase,
    inputs: OperationCase.Inputs<ReferenceJet>,
    degree: Int,
    on kernels: Kernels = .best,
    change: (_ lane: Int, _ power: Int, _ value: ReferenceComplex) -> ReferenceComplex = {
      Symmetry(lane: $0).apply($2, $1)
    }
  ) throws {
    let program = operationCase.program
    let plan = try Plan(
      program: program,
      ring: .jet(degree: degree),
      precision: kernels.precision,
      instructionSet: kernels.instructionSet,
      varying: [.state]
    )
    let bound = try Workspace(for: plan).bind(plan)
    for input in program.inputs {
      guard let tensor = inputs[ReferenceEvaluator.Key(input.role, input.name)] else { continue }
      if tensor.element == .integer {
        try bound.setIntegers(input.role, input.name, tensor.integers)
        continue
      }
      try bound.setShared(input.role, input.name, tensor.numbers.map(\.primal))
      guard input.role == .state else { continue }
      try bound.setTangents(input.role, input.name) { element, power, lane in
        let value = change(lane, power, tensor.numbers[element][power])
        return (value.real, value.imaginary)
      }
    }
    bound.run()
    for output in program.outputs {
      primals[output.name] = try bound.shared(output.name)
      tangents[output.name] = try bound.tangents(output.name).map { element in
        element.map { $0.map { ReferenceComplex($0.re, $0.im) } }
      }
    }
  }

  /// A coefficient as found; tangents of what does not vary are zero.
  func coefficient(_ output: String, _ element: Int, _ power: Int, lane: Int) -> ReferenceComplex {
    if power == 0 { return ReferenceComplex(primals[output]?[element] ?? .nan) }
    guard let found = tangents[output], !found.isEmpty else { return .zero }
    return found[element][power - 1][lane]
  }

  /// All coefficients of a lane, with their powers, in an order that is the same for all lanes.
  func coefficients(lane: Int) -> [(power: Int, value: ReferenceComplex)] {
    tangents.sorted { $0.key < $1.key }.flatMap { _, elements in
      elements.flatMap { element in
        element.enumerated().map { (power: $0 + 1, value: $1[lane]) }
      }
    }
  }

  /// The bits of all that was found, in an order that is the same for all runs of a program.
  var bits: [UInt64] {
    primals.sorted { $0.key < $1.key }.flatMap { $0.value.map(\.bitPattern) }
      + tangents.sorted { $0.key < $1.key }.flatMap { _, elements in
        elements.joined().joined().flatMap { [$0.real.bitPattern, $0.imaginary.bitPattern] }
      }
  }
}
