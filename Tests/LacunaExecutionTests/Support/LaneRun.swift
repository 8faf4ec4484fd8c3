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
    for (number, input) in lanes[0].enumerated() {
      // The gradient of a case need not use all that is fed.
      guard program.input(input.role, input.name) != nil else { continue }
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
}
