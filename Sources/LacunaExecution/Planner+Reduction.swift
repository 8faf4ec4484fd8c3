import CJetKernels
import LacunaPrograms

/// Reductions, and functions of rows.
extension Planner {
  mutating func reduce(
    _ instruction: Instruction,
    _ function: ReductionFunction,
    axes: [Int]
  ) -> Storage {
    let source = stored(instruction.operands[0])
    let result = makeStorage(instruction.type.shape.dimensions, varying: source.isVarying)
    let isSum = function == .sum
    if let from = source.shared, let to = result.shared {
      appendReduction(isSum ? table.real_sum : table.real_maximum, from, to, axes)
    }
    guard let from = source.varying, let to = result.varying else { return result }
    if isSum {
      appendReduction(table.slot_sum, from, to, axes)
    } else if ring.hasPrimal {
      appendReduction(table.jet_reduce_maximum, from, to, axes, primal: source.shared)
    } else {
      appendReduction(table.lane_maximum, from, to, axes)
    }
    return result
  }

  /// Kept axes first, then the reduced axes.
  private mutating func appendReduction(
    _ kernel: lk_kernel?,
    _ from: View,
    _ to: View,
    _ axes: [Int],
    primal: View? = nil
  ) {
    let kept = from.shape.indices.filter { !axes.contains($0) }
    var nest = LoopNest(
      shape: kept.map { from.shape[$0] },
      strides: [to.strides, kept.map { from.strides[$0] }]
    )
    let inner = LoopNest(
      shape: axes.map { from.shape[$0] },
      strides: [axes.map { _ in 0 }, axes.map { from.strides[$0] }]
    )
    let reduced = inner.extents.count
    nest.extents += inner.extents
    for operand in 0..<2 { nest.strides[operand] += inner.strides[operand] }
    var call = Call(kernel: kernel)
    nest.write(to: &call.arguments)
    call.arguments.reduced = Int64(reduced)
    call.arguments.slots = Int64(ring.slots)
    call.arguments.degree = Int64(degree)
    call.pointers = [
      pointer(isSlotBuffer(to) ? .out : .outPrimal, to),
      pointer(isSlotBuffer(from) ? .a : .aPrimal, from),
    ]
    if let primal { call.pointers.append(pointer(.aPrimal, primal)) }
    calls.append(call)
  }

  mutating func softmax(_ instruction: Instruction) -> Storage {
    let source = stored(instruction.operands[0])
    let shape = instruction.type.shape.dimensions
    let isLogarithm = instruction.operation == .logSoftmax
    let result = makeStorage(shape, varying: source.isVarying)
    if !ring.hasPrimal, let from = source.varying, let to = result.varying {
      appendRows(isLogarithm ? table.lane_log_softmax : table.lane_softmax, from, to)
      return result
    }
    appendRows(
      isLogarithm ? table.real_log_softmax : table.real_softmax,
      reals(source),
      reals(result)
    )
    if ring.hasPrimal, let from = source.varying, let to = result.varying,
      let primal = result.shared
    {
      appendRows(
        isLogarithm ? table.jet_log_softmax : table.jet_softmax,
        from,
        to,
        primal: primal
      )
      let length = shape[shape.count - 1]
      appendScratch(
        elements: isLogarithm ? length + 1 : 1,
        reals: isLogarithm ? length : 0
      )
      calls[calls.count - 1].multiplyAdds =
        Double(shape.reduce(1, *)) * Double(2 * degree * (degree + 1))
    }
    return result
  }

  /// The rows lie along the last axis, which stays one even when it could be merged with others.
  private mutating func appendRows(
    _ kernel: lk_kernel?,
    _ from: View,
    _ to: View,
    primal: View? = nil
  ) {
    let last = from.shape.count - 1
    var nest = LoopNest(
      shape: Array(from.shape.dropLast()),
      strides: [Array(to.strides.dropLast()), Array(from.strides.dropLast())]
    )
    nest.extents.append(from.shape[last])
    nest.strides[0].append(to.strides[last])
    nest.strides[1].append(from.strides[last])
    var call = Call(kernel: kernel)
    nest.write(to: &call.arguments)
    call.arguments.slots = Int64(ring.slots)
    call.arguments.degree = Int64(degree)
    call.pointers = [
      pointer(isSlotBuffer(to) ? .out : .outPrimal, to),
      pointer(isSlotBuffer(from) ? .a : .aPrimal, from),
    ]
    if let primal {
      call.pointers.append(pointer(.outPrimal, primal))
      call.readsOutPrimal = true
    }
    calls.append(call)
  }
}
