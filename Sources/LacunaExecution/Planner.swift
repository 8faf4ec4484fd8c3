import CJetKernels
import LacunaPrograms

/// Turns a program into calls of kernels over buffers.
///
/// The passes, in order: what varies between lanes (`Planner+Activity`), large mini-batches cut into panels of
/// rows (`Planner+Rows`), in which order instructions run
/// (`Planner+Schedule`), the calls of each (`Planner+Lowering` and the files by kind of operation), where
/// state is updated in place (`Planner+State`), what all lanes share and what each block of lanes does
/// (`Planner+Phases`), which calls run over pieces that stay in the nearest cache (`Planner+Streams`), and where
/// buffers lie (`Planner+Placement`).
struct Planner {
  var program: Program
  let ring: Ring
  let precision: Precision
  let table: lk_table
  /// Kernels over 8-byte elements, with which integers are moved.
  let wideTable: lk_table
  let layout: StateLayout?
  /// The roles of inputs that are fed by reference.
  let attached: Set<InputRole>

  /// How many panels of rows the program is cut into.
  var panelCount = 1
  /// Additions that add up panels of rows, and so stay among them.
  var additions: Set<ValueID> = []
  /// For each instruction, whether its value differs between lanes.
  var varying: [Bool] = []
  /// For each instruction, whether it is folded into the addition that uses it.
  var isAbsorbed: [Bool] = []
  var buffers: [Buffer] = []
  var storage: [Storage?] = []
  var calls: [Call] = []
  var literals: [UInt8] = []
  /// For each integer input, the smallest extent its elements index.
  var indexLimits: [Int: Int] = [:]
  /// The bytes that integer inputs take.
  var indexBytes = 0
  /// The inputs fed by reference, by their number among all inputs.
  var attachedInputs: [Int] = []
  /// For each output, where it is read.
  var outputs: [Storage] = []

  init(
    program: Program,
    ring: Ring,
    precision: Precision,
    instructionSet: InstructionSet,
    layout: StateLayout?,
    attached: Set<InputRole>
  ) {
    self.program = program
    self.ring = ring
    self.precision = precision
    self.layout = layout
    self.attached = attached
    table = lk_kernels(instructionSet.rawValue, Int32(precision.bytes)).pointee
    wideTable = lk_kernels(instructionSet.rawValue, 8).pointee
  }

  var degree: Int {
    if case .jet(let degree) = ring { degree } else { 0 }
  }

  /// The bytes of the lane-dependent part of an element.
  var varyingBytes: Int { ring.slots * Alignment.slot }

  func shape(_ value: ValueID) -> [Int] { program.type(of: value).shape.dimensions }

  /// The storage of a value that has been lowered.
  func stored(_ value: ValueID) -> Storage {
    guard let storage = storage[value.index] else {
      preconditionFailure("value %\(value.index) is used before it is lowered")
    }
    return storage
  }

  mutating func makeBuffer(
    _ home: Buffer.Home,
    isShared: Bool,
    elements: Int,
    elementBytes: Int
  ) -> BufferID {
    buffers.append(
      Buffer(home: home, isShared: isShared, elementBytes: elementBytes, elements: elements)
    )
    return BufferID(index: buffers.count - 1)
  }

  /// A new contiguous buffer of reals.
  mutating func makeShared(_ shape: [Int], home: Buffer.Home = .scratch) -> View {
    let count = shape.reduce(1, *)
    let buffer = makeBuffer(
      home,
      isShared: true,
      elements: count,
      elementBytes: precision.bytes
    )
    return View(buffer: buffer, shape: shape, strides: Shape(shape).strides)
  }

  /// A new contiguous buffer of slots.
  mutating func makeVarying(_ shape: [Int], home: Buffer.Home = .scratch) -> View {
    let count = shape.reduce(1, *)
    let buffer = makeBuffer(
      home,
      isShared: false,
      elements: count,
      elementBytes: varyingBytes
    )
    return View(buffer: buffer, shape: shape, strides: Shape(shape).strides)
  }

  /// A new contiguous buffer of integers.
  mutating func makeIntegers(_ shape: [Int], home: Buffer.Home = .scratch) -> View {
    let count = shape.reduce(1, *)
    let buffer = makeBuffer(home, isShared: true, elements: count, elementBytes: 8)
    return View(buffer: buffer, shape: shape, strides: Shape(shape).strides)
  }

  /// Storage for a new value of a type.
  mutating func makeStorage(_ shape: [Int], varying: Bool) -> Storage {
    var made = Storage()
    if !varying || ring.hasPrimal { made.shared = makeShared(shape) }
    if varying { made.varying = makeVarying(shape) }
    return made
  }
}
