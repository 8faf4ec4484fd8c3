import CJetKernels
import LacunaPrograms

/// A plan with addresses, in one workspace.
public final class BoundPlan {
  /// The plan.
  public let plan: Plan
  let state: AlignedMemory
  let scratch: AlignedMemory
  private let integers: UnsafeMutableRawPointer
  private let arguments: UnsafeMutableBufferPointer<lk_arguments>
  private let kernels: UnsafeMutableBufferPointer<Kernel>
  /// For each call of a stream, the bytes by which its pointers move from piece to piece.
  private let advances: [Int: [(field: PointerField, bytes: Int)]]

  init(_ plan: Plan, state: AlignedMemory, scratch: AlignedMemory) {
    self.plan = plan
    self.state = state
    self.scratch = scratch
    integers = .allocate(byteCount: plan.indexBytes, alignment: Alignment.slot)
    integers.initializeMemory(as: UInt8.self, repeating: 0, count: plan.indexBytes)
    arguments = .allocate(capacity: plan.calls.count)
    kernels = .allocate(capacity: plan.calls.count)
    var advances: [Int: [(field: PointerField, bytes: Int)]] = [:]
    for stage in plan.stages {
      guard let streamed = stage.streamed else { continue }
      for index in stage.calls {
        advances[index] = plan.calls[index].pointers.compactMap { pointer in
          let step = plan.isPiece[pointer.buffer.index] ? 0 : pointer.step
          return step == 0 ? nil : (pointer.field, step * streamed.piece)
        }
      }
    }
    self.advances = advances
    for (index, call) in plan.calls.enumerated() {
      kernels.initializeElement(at: index, to: call.kernel)
      var resolved = call.arguments
      for pointer in call.pointers {
        resolved.set(pointer.field, address(of: pointer.buffer, offset: pointer.offset))
      }
      arguments.initializeElement(at: index, to: resolved)
    }
  }

  deinit {
    integers.deallocate()
    arguments.deallocate()
    kernels.deallocate()
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

  private func run(_ stage: Stage, count: Int, piece: Int) {
    var done = 0
    while done < count {
      let length = min(piece, count - done)
      let number = done / piece
      for index in stage.calls {
        var call = arguments[index]
        call.extents.0 = Int64(length)
        for advance in advances[index] ?? [] { call.move(advance.field, advance.bytes * number) }
        kernels[index](&call)
      }
      done += length
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

  /// Moves a pointer by some bytes.
  @inline(__always)
  mutating func move(_ field: PointerField, _ bytes: Int) {
    switch field {
    case .out: out += bytes
    case .outPrimal: out_primal += bytes
    case .a: a += bytes
    case .aPrimal: a_primal += bytes
    case .b: b += bytes
    case .bPrimal: b_primal += bytes
    case .c: c += bytes
    case .cPrimal: c_primal += bytes
    case .indices, .scratch: break
    }
  }
}
