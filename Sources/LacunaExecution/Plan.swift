import CJetKernels
import LacunaPrograms

/// How one program is run over one ring: which kernels, in which order, over which memory.
///
/// A plan is made once and shared by all threads; each runs it in a ``Workspace`` of its own. A run has two
/// phases: what all lanes share, into a frame, and then what each block of lanes does with it.
public final class Plan: Sendable {
  /// The program as it is run: equal to the one given, but for the panels of rows that it is cut into.
  public let program: Program
  /// How many panels of rows one run goes through; one for a program that is not cut.
  public let panelCount: Int
  /// The ring.
  public let ring: Ring
  /// The floating-point format.
  public let precision: Precision
  /// The instruction set of the kernels.
  public let instructionSet: InstructionSet
  /// The bytes of scratch memory that a block of lanes takes, beside the state.
  public let scratchBytes: Int
  /// The bytes of what all lanes share in one run.
  public let frameBytes: Int
  /// The multiply–adds that a run needs for each lane.
  ///
  /// They are counted by the kind of the operands: jet times jet 2d(d+1), constant times jet 2d. Work on
  /// primals, which all lanes share, is not counted.
  public let multiplyAddsPerLane: Double
  /// The number of kernel calls.
  public var callCount: Int { calls.count }

  /// The calls of the shared phase, then those of the lanes.
  let calls: [Call]
  /// How many calls the shared phase has.
  let sharedCount: Int
  /// The lanes' calls, grouped.
  let stages: [Stage]
  let buffers: [Buffer]
  let offsets: [Int]
  let isPiece: [Bool]
  /// The kernel that runs chains.
  let chainKernel: Kernel
  let storage: [Storage?]
  let outputs: [Storage]
  let literals: AlignedMemory
  let indexLimits: [Int: Int]
  let indexBytes: Int
  /// The inputs fed by reference, by their number among all inputs.
  let attachedInputs: [Int]
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
  ///   - attached: the roles of inputs that are fed by reference, where they do not vary.
  ///   - panels: how many panels of rows a mini-batch is cut into, where it can be; nil for as many as let the
  ///     tensors of a panel stay in the second-level cache.
  /// - Throws: ``ExecutionError`` for a degree below one, or state of another shape than the layout's.
  public init(
    program: Program,
    ring: Ring,
    precision: Precision,
    instructionSet: InstructionSet = .best,
    varying: Set<InputRole>,
    layout: StateLayout? = nil,
    attached: Set<InputRole> = [],
    panels: Int? = nil
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
      program: (try? program.factored()) ?? program,
      ring: ring,
      precision: precision,
      instructionSet: instructionSet,
      layout: layout,
      attached: attached
    )
    planner.findActivity(varyingRoles: varying)
    planner.cutIntoPanels(panels, varyingRoles: varying)
    planner.lower(planner.schedule())
    planner.commitState()
    planner.fuse()
    sharedCount = planner.splitPhases()
    stages = planner.stages(from: sharedCount)
    let placement = planner.place(sharedCount: sharedCount, stages)
    offsets = placement.offsets
    isPiece = placement.isPiece
    scratchBytes = placement.scratchBytes
    frameBytes = placement.frameBytes
    self.program = planner.program
    panelCount = planner.panelCount
    self.ring = ring
    self.precision = precision
    self.instructionSet = instructionSet
    for stage in stages where stage.isChain {
      for index in stage.calls { planner.calls[index].markLocal(placement.isPiece) }
    }
    calls = planner.calls
    guard let chainKernel = planner.table.jet_chain else {
      preconditionFailure("the kernel table has a null entry")
    }
    self.chainKernel = chainKernel
    buffers = planner.buffers
    storage = planner.storage
    outputs = planner.outputs
    indexBytes = planner.indexBytes
    stateBytes = layout?.blockBytes
    attachedInputs = planner.attachedInputs
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
