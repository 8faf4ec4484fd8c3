import CJetKernels
import LacunaPrograms

/// A plan with addresses, in one workspace.
public final class BoundPlan {
  /// The plan.
  public let plan: Plan
  let state: AlignedMemory
  let scratch: AlignedMemory
  private let integers: UnsafeMutableRawPointer
  let arguments: UnsafeMutableBufferPointer<lk_arguments>
  let kernels: UnsafeMutableBufferPointer<Kernel>
  /// For each call, its part of `advances`.
  private let advanceRanges: [Range<Int>]
  /// The byte offsets within a call's arguments of pointers that move from piece to piece, and by how much.
  private let advances: UnsafeMutableBufferPointer<(field: Int, bytes: Int)>

  init(_ plan: Plan, state: AlignedMemory, scratch: AlignedMemory) {
    self.plan = plan
    self.state = state
    self.scratch = scratch
    integers = .allocate(byteCount: plan.indexBytes, alignment: Alignment.slot)
    integers.initializeMemory(as: UInt8.self, repeating: 0, count: plan.indexBytes)
    arguments = .allocate(capacity: plan.calls.count)
    kernels = .allocate(capacity: plan.calls.count)
    (advanceRanges, advances) = Self.advances(of: plan)
    for (index, call) in plan.calls.enumerated() {
      kernels.initializeElement(at: index, to: call.kernel)
      var resolved = call.arguments
      for pointer in call.pointers {
        resolved.set(pointer.field, address(of: pointer.buffer, offset: pointer.offset))
      }
      arguments.initializeElement(at: index, to: resolved)
    }
  }

  private static func advances(
    of plan: Plan
  ) -> ([Range<Int>], UnsafeMutableBufferPointer<(field: Int, bytes: Int)>) {
    var moved: [(field: Int, bytes: Int)] = []
    var ranges = [Range<Int>](repeating: 0..<0, count: plan.calls.count)
    for stage in plan.stages {
      guard let streamed = stage.streamed else { continue }
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
  }

  /// The address of a byte of a buffer.
  func address(of buffer: BufferID, offset: Int = 0) -> UnsafeMutableRawPointer {
    switch plan.buffers[buffer.index].home {
    case .state(let start): state.base + start + offset
    case .literals(let start): plan.literals.base + start + offset
    case .indices(let start): integers + start + offset
    case .input, .scratch: scratch.base + plan.offsets[buffer.index] + offset
    }
  }

  /// Runs the program once, on what it was fed and on the state as it is.
  public func run() {
    for stage in plan.stages {
      if let streamed = stage.streamed {
        run(stage, count: streamed.count, piece: streamed.piece)
      } else {
        for index in stage.calls { kernels[index](&arguments[index]) }
      }
    }
  }

  /// Runs the calls of a stream piece by piece, moving their pointers on and in the end back.
  private func run(_ stage: Stage, count: Int, piece: Int) {
    let first = stage.calls.lowerBound
    let last = stage.calls.upperBound
    var done = 0
    while done < count {
      let length = Int64(min(piece, count - done))
      var index = first
      while index < last {
        arguments[index].extents.0 = length
        kernels[index](&arguments[index])
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

extension lk_arguments {
  /// Sets a pointer.
  mutating func set(_ field: PointerField, _ address: UnsafeMutableRawPointer) {
    switch field {
    case .out: out = address
    case .outPrimal: out_primal = address
    case .a: a = UnsafeRawPointer(address)
    case .aPrimal: a_primal = UnsafeRawPointer(address)
    case .b: b = UnsafeRawPointer(address)
    case .bPrimal: b_primal = UnsafeRawPointer(address)
    case .c: c = UnsafeRawPointer(address)
    case .cPrimal: c_primal = UnsafeRawPointer(address)
    case .indices: indices = UnsafePointer(address.assumingMemoryBound(to: Int64.self))
    case .scratch: scratch = address
    }
  }
}

extension PointerField {
  /// The byte offset of the pointer in `lk_arguments`.
  var offset: Int {
    let offset: Int? =
      switch self {
      case .out: MemoryLayout<lk_arguments>.offset(of: \.out)
      case .outPrimal: MemoryLayout<lk_arguments>.offset(of: \.out_primal)
      case .a: MemoryLayout<lk_arguments>.offset(of: \.a)
      case .aPrimal: MemoryLayout<lk_arguments>.offset(of: \.a_primal)
      case .b: MemoryLayout<lk_arguments>.offset(of: \.b)
      case .bPrimal: MemoryLayout<lk_arguments>.offset(of: \.b_primal)
      case .c: MemoryLayout<lk_arguments>.offset(of: \.c)
      case .cPrimal: MemoryLayout<lk_arguments>.offset(of: \.c_primal)
      case .indices: MemoryLayout<lk_arguments>.offset(of: \.indices)
      case .scratch: MemoryLayout<lk_arguments>.offset(of: \.scratch)
      }
    guard let offset else { preconditionFailure("a field of a C structure has an offset") }
    return offset
  }
}
