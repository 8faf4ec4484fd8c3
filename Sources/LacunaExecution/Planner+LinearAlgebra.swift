import CJetKernels
import LacunaPrograms

/// Factorisations and solves.
extension Planner {
  mutating func cholesky(_ instruction: Instruction) -> Storage {
    let source = stored(instruction.operands[0])
    let result = makeStorage(instruction.type.shape.dimensions, varying: source.isVarying)
    appendSquare(table.real_cholesky, (.outPrimal, reals(result)), (.aPrimal, reals(source)), nil)
    if ring.hasPrimal, let out = result.varying, let x = source.varying {
      appendSquare(
        table.jet_cholesky,
        (.out, out),
        (.a, x),
        nil,
        primals: [(.outPrimal, reals(result))]
      )
    }
    return result
  }

  mutating func triangularSolve(
    _ instruction: Instruction,
    upper: Bool,
    transposed: Bool
  ) -> Storage {
    let (a, b) = (stored(instruction.operands[0]), stored(instruction.operands[1]))
    let result = makeStorage(
      instruction.type.shape.dimensions,
      varying: a.isVarying || b.isVarying
    )
    let flags =
      (upper ? Int64(LK_UPPER.rawValue) : 0) | (transposed ? Int64(LK_TRANSPOSED.rawValue) : 0)
    appendSquare(
      table.real_triangular_solve,
      (.outPrimal, reals(result)),
      (.aPrimal, reals(a)),
      (.bPrimal, reals(b)),
      flags: flags
    )
    if ring.hasPrimal, let out = result.varying {
      appendSquare(
        table.jet_triangular_solve,
        (.out, out),
        a.varying.map { (.a, $0) } ?? (.aPrimal, reals(a)),
        b.varying.map { (.b, $0) } ?? (.bPrimal, reals(b)),
        flags: flags,
        primals: [(.outPrimal, reals(result))] + (a.isVarying ? [(.aPrimal, reals(a))] : [])
      )
    }
    return result
  }

  /// A call over the leading axes, with the matrix extents n × n and n × m.
  private mutating func appendSquare(
    _ kernel: lk_kernel?,
    _ out: (PointerField, View),
    _ a: (PointerField, View),
    _ b: (PointerField, View)?,
    flags: Int64 = 0,
    primals: [(PointerField, View)] = []
  ) {
    let rank = out.1.shape.count
    let isLane = out.0 == .outPrimal && isSlotBuffer(out.1) && !ring.hasPrimal
    var strides = [out.1, a.1, b?.1 ?? a.1].map(\.strides)
    var nest: LoopNest
    if isLane {
      let views = [out.1, a.1, b?.1 ?? a.1]
      strides = views.map { view in
        view.strides.map { isSlotBuffer(view) ? $0 * precision.lanes : $0 }
      }
      nest = LoopNest(
        shape: out.1.shape.dropLast(2) + [precision.lanes],
        strides: zip(views, strides).map { view, strides in
          strides.dropLast(2) + [isSlotBuffer(view) ? 1 : 0]
        }
      )
    } else {
      nest = LoopNest(
        shape: Array(out.1.shape.dropLast(2)),
        strides: strides.map { Array($0.dropLast(2)) }
      )
    }
    if b == nil { nest.strides.removeLast() }
    var call = Call(kernel: kernel)
    nest.write(to: &call.arguments)
    call.arguments.degree = Int64(degree)
    call.arguments.flags = flags
    call.arguments.n = Int64(out.1.shape[rank - 2])
    call.arguments.m = Int64(out.1.shape[rank - 1])
    call.arguments.out_m = Int64(strides[0][rank - 2])
    call.arguments.out_n = Int64(strides[0][rank - 1])
    call.arguments.a_m = Int64(strides[1][rank - 2])
    call.arguments.a_k = Int64(strides[1][rank - 1])
    call.arguments.b_k = Int64(strides[2][rank - 2])
    call.arguments.b_n = Int64(strides[2][rank - 1])
    call.pointers = ([out, a] + (b.map { [$0] } ?? []) + primals).map { pointer($0.0, $0.1) }
    call.readsOutPrimal = !primals.isEmpty
    calls.append(call)
  }
}
