import LacunaExecution
import LacunaPrograms
import LacunaTestSupport

/// A program run once over lanes of reals.
struct LaneRun {
  /// The outputs: name, element, lane.
  private(set) var outputs: [String: [[Double]]] = [:]

  /// Feeds lane ℓ the inputs `lanes[ℓ % lanes.count]`; those of the role `state` vary.
  init(_ program: Program, lanes: [[OperationCase.Input]], on kernels: Kernels = .best) throws {
    let plan = try Plan(
      program: program,
      ring: .lanes,
      precision: kernels.precision,
      instructionSet: kernels.instructionSet,
      varying: [.state]
    )
    let bound = try Workspace(for: plan).bind(plan)
    for (number, input) in lanes[0].enumerated() where program.input(input.role, input.name) != nil
    {
      if input.type.element == .integer {
        try bound.setIntegers(input.role, input.name, input.integers)
      } else if input.varies {
        try bound.setLanes(input.role, input.name) { element, lane in
          lanes[lane % lanes.count][number].reals[element]
        }
      } else {
        try bound.setShared(input.role, input.name, input.reals)
      }
    }
    bound.run()
    for output in program.outputs { outputs[output.name] = try bound.lanes(output.name) }
  }

  /// The bits of all that was found, in an order that is the same for all runs of a program.
  var bits: [UInt64] {
    outputs.sorted { $0.key < $1.key }.flatMap { $0.value.joined().map(\.bitPattern) }
  }

  /// The bits of one lane.
  func bits(lane: Int) -> [UInt64] {
    outputs.sorted { $0.key < $1.key }.flatMap { $0.value.map { $0[lane].bitPattern } }
  }
}
