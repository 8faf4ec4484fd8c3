import CJetKernels
import LacunaPrograms

/// Matrix products, by the kind of each operand.
extension Planner {
  mutating func matmul(_ instruction: Instruction) -> Storage {
    let (a, b) = (stored(instruction.operands[0]), stored(instruction.operands[1]))
    let shape = instruction.type.shape.dimensions
    let result = makeStorage(shape, varying: a.isVarying || b.isVarying)
    let depth = self.shape(instruction.operands[0]).last ?? 1
    let size = Double(shape.reduce(1, *) * depth)
    if let to = result.shared, let x = a.shared, let y = b.shared {
      appendMatmul(table.real_matmul, (.outPrimal, to), (.aPrimal, x), (.bPrimal, y))
    }
    guard let out = result.varying else { return result }
    switch (a.varying, b.varying) {
    case (let x?, let y?):
      appendMatmul(
        ring.hasPrimal ? table.jet_matmul : table.lane_matmul,
        (.out, out),
        (.a, x),
        (.b, y),
        primals: ring.hasPrimal ? [(.aPrimal, reals(a)), (.bPrimal, reals(b))] : []
      )
      calls[calls.count - 1].multiplyAdds =
        size * (ring.hasPrimal ? Double(2 * degree * (degree + 1)) : 1)
      if ring.hasPrimal { appendGatheringScratch() }
    case (nil, let y?):
      guard let x = a.shared else { break }
      appendMatmul(table.slot_matmul_sv, (.out, out), (.aPrimal, x), (.b, y))
      calls[calls.count - 1].multiplyAdds = size * Double(ring.slots)
    case (let x?, nil):
      guard let y = b.shared else { break }
      appendMatmul(table.slot_matmul_vs, (.out, out), (.a, x), (.bPrimal, y))
      calls[calls.count - 1].multiplyAdds = size * Double(ring.slots)
    case (nil, nil):
      break
    }
    return result
  }

  /// Gives a product of jets room to gather a block of an operand in, if that is larger than the room and is
  /// used often enough.
  private mutating func appendGatheringScratch() {
    let arguments = calls[calls.count - 1].arguments
    let inside = min(arguments.m, arguments.n)
    let bytes = Int(LK_MATMUL_SCRATCH)
    guard inside >= 16, Int(inside * arguments.k) * varyingBytes > bytes else { return }
    appendScratch(elements: 0, reals: bytes / precision.bytes)
  }

  private mutating func appendMatmul(
    _ kernel: lk_kernel?,
    _ out: (PointerField, View),
    _ a: (PointerField, View),
    _ b: (PointerField, View),
    primals: [(PointerField, View)] = []
  ) {
    let rank = out.1.shape.count
    let batch = Array(out.1.shape.dropLast(2))
    let nest = LoopNest(
      shape: batch,
      strides: [out.1, a.1, b.1].map { Array($0.strides.dropLast(2)) }
    )
    var call = Call(kernel: kernel)
    nest.write(to: &call.arguments)
    call.arguments.degree = Int64(degree)
    call.arguments.slots = Int64(ring.slots)
    call.arguments.m = Int64(out.1.shape[rank - 2])
    call.arguments.n = Int64(out.1.shape[rank - 1])
    call.arguments.k = Int64(a.1.shape[rank - 1])
    call.arguments.out_m = Int64(out.1.strides[rank - 2])
    call.arguments.out_n = Int64(out.1.strides[rank - 1])
    call.arguments.a_m = Int64(a.1.strides[rank - 2])
    call.arguments.a_k = Int64(a.1.strides[rank - 1])
    call.arguments.b_k = Int64(b.1.strides[rank - 2])
    call.arguments.b_n = Int64(b.1.strides[rank - 1])
    call.pointers = ([out, a, b] + primals).map { pointer($0.0, $0.1) }
    calls.append(call)
  }
}
