import CJetKernels
import LacunaPrograms

/// How one program is run over one ring: which kernels, in which order, over which memory.
///
/// A plan is made once and shared by all threads; each runs it in a ``Workspace`` of its own.
public final class Plan: Sendable {
  /// The program.
  public let program: Program
  /// The ring.
  public let ring: Ring
  /// The floating-point format.
  public let precision: Precision
  /// The instruction set of the kernels.
  public let instructionSet: InstructionSet
  /// The bytes of scratch memory that a run takes, beside the state.
  public let scratchBytes: Int
  /// The multiply–adds that a run needs for each lane.
  ///
  /// They are counted by the kind of the operands: jet times jet 2d(d+1), constant times jet 2d. Work on
  /// primals, which all lanes share, is not counted.
  public let multiplyAddsPerLane: Double
  /// The number of kernel calls.
  public var callCount: Int { calls.count }

  let calls: [Call]
  let stages: [Stage]
  let buffers: [Buffer]
  let offsets: [Int]
  let isPiece: [Bool]
  let storage: [Storage?]
  let outputs: [Storage]
  let literals: AlignedMemory
  let indexLimits: [Int: Int]
  let indexBytes: Int
  let stateBytes: Int?

  /// A plan for a program.
  ///
  /// - Parameters:
  ///   - program: what is run.
  ///   - ring: the numbers it is run over.
  ///   - precision: the floating-point format.
  ///   - instructionSet: one that this processor has.
  ///   - varying: the roles of inputs that differ between lanes.
  ///   - layout: where the state lies; outputs named like its tensors are written back to it.
  /// - Throws: ``ExecutionError`` for a degree below one, or state of another shape than the layout's.
  public init(
    program: Program,
    ring: Ring,
    precision: Precision,
    instructionSet: InstructionSet = .best,
    varying: Set<InputRole>,
    layout: StateLayout? = nil
  ) throws(ExecutionError) {
    if case .jet(let degree) = ring, degree < 1 { throw .degree(degree) }
    if let layout {
      precondition(
        layout.ring == ring && layout.precision == precision,
        "Plan: a layout of \(layout.ring) in \(layout.precision), expected \(ring) in \(precision)"
      )
    }
    try Self.check(program, layout)
    var planner = Planner(
      program: program,
      ring: ring,
      precision: precision,
      instructionSet: instructionSet,
      layout: layout
    )
    planner.findActivity(varyingRoles: varying)
    planner.lower(planner.schedule())
    planner.commitState()
    stages = planner.stages()
    (offsets, scratchBytes, isPiece) = planner.place(stages)
    self.program = program
    self.ring = ring
    self.precision = precision
    self.instructionSet = instructionSet
    calls = planner.calls
    buffers = planner.buffers
    storage = planner.storage
    outputs = planner.outputs
    indexBytes = planner.indexBytes
    stateBytes = layout?.bytes
    indexLimits = planner.indexLimits
    multiplyAddsPerLane = calls.reduce(0) { $0 + $1.multiplyAdds }
    literals = try AlignedMemory(bytes: planner.literals.count)
    literals.base.copyMemory(from: planner.literals, byteCount: planner.literals.count)
  }

  private static func check(_ program: Program, _ layout: StateLayout?) throws(ExecutionError) {
    guard let layout else { return }
    for input in program.inputs where input.role == .state {
      let found = program.type(of: input.value).shape
      let place = layout[input.name]
      guard place?.shape == found else {
        throw .stateMismatch(
          name: input.name,
          found: found.description,
          expected: place?.shape.description ?? "a tensor of the layout"
        )
      }
    }
    for output in program.outputs {
      let found = program.type(of: output.value)
      guard let place = layout[output.name], found != .real(place.shape) else { continue }
      throw .stateMismatch(
        name: output.name,
        found: found.description,
        expected: "real\(place.shape)"
      )
    }
  }
}
