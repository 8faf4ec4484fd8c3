import CJetKernels
import LacunaPrograms

/// A plan with addresses, in one workspace.
///
/// It works on one frame and one block of lanes at a time, which ``select(frame:block:)`` chooses.
public final class BoundPlan {
  /// The plan.
  public let plan: Plan
  private let memory: Workspace.Memory
  private let integers: UnsafeMutableRawPointer
  let arguments: UnsafeMutableBufferPointer<lk_arguments>
  let kernels: UnsafeMutableBufferPointer<Kernel>
  /// For each stage that is a chain, the call of the kernel that runs it.
  let chains: UnsafeMutableBufferPointer<lk_arguments>
  /// For each call, its part of `advances`.
  private let advanceRanges: [Range<Int>]
  /// The byte offsets within a call's arguments of pointers that move from piece to piece, and by how much.
  private let advances: UnsafeMutableBufferPointer<(field: Int, bytes: Int)>
  /// Pointers into the frame, the block or attached data, first of the shared phase, then of the lanes.
  private let relocations: UnsafeMutableBufferPointer<Relocation>
  private let sharedRelocations: Int
  /// What relocations start from: the frame, the block, then the attached inputs.
  private let bases: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>
  /// The data attached in each frame.
  private var attachments: [[InputData?]]
  private(set) var chainKernel: Kernel
  private var frame = 0

  init(_ plan: Plan, in memory: Workspace.Memory) {
    self.plan = plan
    self.memory = memory
    integers = .allocate(byteCount: plan.indexBytes, alignment: Alignment.slot)
    integers.initializeMemory(as: UInt8.self, repeating: 0, count: plan.indexBytes)
    arguments = .allocate(capacity: plan.calls.count)
    kernels = .allocate(capacity: plan.calls.count)
    chains = .allocate(capacity: plan.stages.count)
    (advanceRanges, advances) = Self.advances(of: plan)
    bases = .allocate(capacity: 2 + plan.attachedInputs.count)
    bases.initialize(repeating: nil)
    attachments = Array(
      repeating: Array(repeating: nil, count: plan.attachedInputs.count),
      count: memory.frameCount
    )
    var moved: [Relocation] = []
    var sharedMoved = 0
    for (index, call) in plan.calls.enumerated() {
      if index == plan.sharedCount { sharedMoved = moved.count }
      kernels.initializeElement(at: index, to: call.kernel)
      arguments.initializeElement(at: index, to: call.arguments)
      guard let base = arguments.baseAddress else { break }
      for pointer in call.pointers {
        let field = UnsafeMutableRawPointer(base + index) + pointer.field.offset
        let place = Self.place(of: pointer.buffer, in: plan)
        if let base = place.base {
          moved.append(Relocation(field: field, base: base, offset: place.offset + pointer.offset))
        } else {
          let address =
            Self.address(of: pointer.buffer, plan, memory, integers) + pointer.offset
          field.storeBytes(of: address, as: UnsafeMutableRawPointer.self)
        }
      }
    }
    for (number, stage) in plan.stages.enumerated() {
      var chain = lk_arguments()
      if stage.isChain, let streamed = stage.streamed {
        chain.degree = arguments[stage.calls.lowerBound].degree
        chain.k = Int64(stage.calls.count)
        chain.n = Int64(streamed.count)
        chain.m = Int64(streamed.piece)
        chain.scratch = arguments.baseAddress.map {
          UnsafeMutableRawPointer($0 + stage.calls.lowerBound)
        }
      }
      chains.initializeElement(at: number, to: chain)
    }
    chainKernel = plan.chainKernel
    sharedRelocations = plan.sharedCount < plan.calls.count ? sharedMoved : moved.count
    relocations = .allocate(capacity: moved.count)
    _ = relocations.initialize(from: moved)
    select(frame: 0, block: 0)
  }

  /// A pointer that depends on the frame or the block.
  private struct Relocation {
    /// Where in the arguments the pointer is.
    var field: UnsafeMutableRawPointer
    /// Its base, an index of `bases`.
    var base: Int
    var offset: Int
  }

  private static func advances(
    of plan: Plan
  ) -> ([Range<Int>], UnsafeMutableBufferPointer<(field: Int, bytes: Int)>) {
    var moved: [(field: Int, bytes: Int)] = []
    var ranges = [Range<Int>](repeating: 0..<0, count: plan.calls.count)
    for stage in plan.stages {
      guard let streamed = stage.streamed, !stage.isChain else { continue }
      for index in stage.calls {
        let start = moved.count
        for pointer in plan.calls[index].pointers
        where pointer.step != 0 && !plan.isPiece[pointer.buffer.index] {
          moved.append((pointer.field.offset, pointer.step * streamed.piece))
        }
        ranges[index] = start..<moved.count
      }
    }
    let flat = UnsafeMutableBufferPointer<(field: Int, bytes: Int)>.allocate(capacity: moved.count)
    _ = flat.initialize(from: moved)
    return (ranges, flat)
  }

  deinit {
    integers.deallocate()
    arguments.deallocate()
    kernels.deallocate()
    advances.deallocate()
    relocations.deallocate()
    bases.deallocate()
    chains.deallocate()
  }

  /// Where a buffer lies: an index of `bases`, or none for what never moves, and the offset from there.
  private static func place(of buffer: BufferID, in plan: Plan) -> (base: Int?, offset: Int) {
    let found = plan.buffers[buffer.index]
    switch found.home {
    case .state(let offset): return (1, offset)
    case .external(let number): return (2 + number, 0)
    case .input, .scratch: return (found.isShared ? 0 : nil, plan.offsets[buffer.index])
    case .primal, .literals, .indices: return (nil, 0)
    }
  }

  /// The address of a buffer that never moves.
  private static func address(
    of buffer: BufferID,
    _ plan: Plan,
    _ memory: Workspace.Memory,
    _ integers: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    switch plan.buffers[buffer.index].home {
    case .primal(let start): memory.primal.base + start
    case .literals(let start): plan.literals.base + start
    case .indices(let start): integers + start
    default: memory.scratch.base + plan.offsets[buffer.index]
    }
  }

  /// The address of a buffer, in the selected frame and block.
  func address(of buffer: BufferID) -> UnsafeMutableRawPointer {
    let place = Self.place(of: buffer, in: plan)
    guard let base = place.base else {
      return Self.address(of: buffer, plan, memory, integers)
    }
    guard let start = bases[base] else { preconditionFailure("an input is not attached") }
    return start + place.offset
  }

  /// Chooses the frame and the block of lanes that is fed, run and read from now on.
  public func select(frame: Int, block: Int) {
    self.frame = frame
    bases[0] = memory.frames.base + frame * memory.frameBytes
    bases[1] = memory.blocks[block].base
    for (number, data) in attachments[frame].enumerated() { bases[2 + number] = data?.base }
  }

  /// Attaches data to an input of the selected frame.
  func attach(_ data: InputData, to number: Int) {
    attachments[frame][number] = data
    bases[2 + number] = data.base
  }

  /// Runs the program once, on what it was fed and on the state as it is.
  public func run() {
    runShared()
    runLanes()
  }

  /// Computes what all lanes share, into the selected frame, and changes the constant terms of the state.
  public func runShared() {
    relocateShared()
    // Pointers, not elements by reference, which would be copied to and fro.
    guard let first = arguments.baseAddress else { return }
    for index in 0..<plan.sharedCount { kernels[index](first + index) }
  }

  /// Computes what differs between lanes, for the selected block, from the selected frame.
  public func runLanes() {
    relocateLanes()
    guard let first = arguments.baseAddress, let firstChain = chains.baseAddress else { return }
    for (number, stage) in plan.stages.enumerated() {
      if stage.isChain {
        chainKernel(firstChain + number)
      } else if let streamed = stage.streamed {
        run(stage, first, count: streamed.count, piece: streamed.piece)
      } else {
        for index in stage.calls { kernels[index](first + index) }
      }
    }
  }

  func relocateShared() { relocate(0..<sharedRelocations) }

  func relocateLanes() { relocate(sharedRelocations..<relocations.count) }

  private func relocate(_ range: Range<Int>) {
    precondition(bases.allSatisfy { $0 != nil }, "an input is not attached")
    for index in range {
      let relocation = relocations[index]
      relocation.field.storeBytes(
        of: Int(bitPattern: bases[relocation.base]) &+ relocation.offset,
        as: Int.self
      )
    }
  }

  /// Does something while all kernels do nothing.
  func withoutKernels(_ body: () -> Void) {
    let (work, chain) = (Array(kernels), chainKernel)
    kernels.update(repeating: { _ in })
    chainKernel = { _ in }
    body()
    _ = kernels.update(from: work)
    chainKernel = chain
  }

  /// Runs the calls of a stream piece by piece, moving their pointers on and in the end back.
  private func run(
    _ stage: Stage,
    _ arguments: UnsafeMutablePointer<lk_arguments>,
    count: Int,
    piece: Int
  ) {
    let first = stage.calls.lowerBound
    let last = stage.calls.upperBound
    var done = 0
    while done < count {
      let length = Int64(min(piece, count - done))
      var index = first
      while index < last {
        arguments[index].extents.0 = length
        kernels[index](arguments + index)
        move(index, by: 1)
        index += 1
      }
      done += piece
    }
    for index in stage.calls { move(index, by: -(done / piece)) }
  }

  @inline(__always)
  func move(_ index: Int, by pieces: Int) {
    guard let base = arguments.baseAddress else { return }
    let call = UnsafeMutableRawPointer(base + index)
    let range = advanceRanges[index]
    var next = range.lowerBound
    while next < range.upperBound {
      let field = call + advances[next].field
      let address = field.load(as: Int.self)
      field.storeBytes(of: address &+ advances[next].bytes &* pieces, as: Int.self)
      next += 1
    }
  }
}
