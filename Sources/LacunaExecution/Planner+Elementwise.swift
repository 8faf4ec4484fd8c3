import CJetKernels
import LacunaPrograms

/// Elementwise instructions.
extension Planner {
  /// Appends a call over a shape.
  ///
  /// - Parameters:
  ///   - kernel: the kernel.
  ///   - shape: the extents of all operands.
  ///   - operands: (field, view) of the result first, then of a, b and c in order; a null operand is nil.
  ///   - extra: operands addressed with the same strides as the one they follow: the primals of tangents.
  ///   - isStreamed: whether the call is worth cutting into pieces when it is long.
  ///   - multiplyAdds: what an element needs, for each lane.
  ///   - configure: sets what else the kernel wants to know.
  mutating func appendElementwise(
    _ kernel: lk_kernel?,
    shape: [Int],
    _ operands: [(PointerField, View)?],
    extra: [(PointerField, View)] = [],
    isStreamed: Bool = false,
    multiplyAdds: Double = 0,
    configure: (inout lk_arguments) -> Void = { _ in }
  ) {
    let strides = operands.map { $0?.1.strides ?? shape.map { _ in 0 } }
    let nest = LoopNest(shape: shape, strides: strides)
    var call = Call(kernel: kernel)
    nest.write(to: &call.arguments)
    call.arguments.slots = Int64(ring.slots)
    call.arguments.degree = Int64(degree)
    configure(&call.arguments)
    for (index, operand) in operands.enumerated() {
      guard let operand else { continue }
      let step = nest.extents.count == 1 ? nest.strides[index][0] : 0
      call.pointers.append(pointer(operand.0, operand.1, step: step))
      for other in extra where follows(other.0, operand.0) {
        call.pointers.append(pointer(other.0, other.1, step: step))
        if other.0 == .outPrimal { call.readsOutPrimal = true }
      }
    }
    if isStreamed, nest.extents.count == 1 {
      call.streamedCount = nest.extents[0]
      call.arguments.operation = Int64(chainOperation(of: kernel).rawValue)
    }
    call.multiplyAdds = multiplyAdds * Double(shape.reduce(1, *))
    calls.append(call)
  }

  private func follows(_ primal: PointerField, _ tangent: PointerField) -> Bool {
    switch (primal, tangent) {
    case (.outPrimal, .out), (.aPrimal, .a), (.bPrimal, .b), (.cPrimal, .c): true
    default: false
    }
  }

  /// The view of a value that a kernel over reals reads: the lanes in the lane ring, else the primal.
  func reals(_ storage: Storage) -> View {
    guard let view = ring.hasPrimal ? storage.shared : storage.varying ?? storage.shared else {
      preconditionFailure("a value without storage")
    }
    return view
  }

  /// Kernels that there are over reals and over lanes of reals.
  enum RealKernel {
    case affine, unary, binary, select
  }

  /// Appends a call of a kernel over reals, on primals or on shared values, or of its counterpart over lanes.
  mutating func appendReal(
    _ kernel: RealKernel,
    shape: [Int],
    out: View,
    _ operands: [View?],
    configure: (inout lk_arguments) -> Void = { _ in }
  ) {
    let isLane = isSlotBuffer(out)
    let (overReals, overLanes) =
      switch kernel {
      case .affine: (table.real_affine, table.lane_affine)
      case .unary: (table.real_unary, table.lane_unary)
      case .binary: (table.real_binary, table.lane_binary)
      case .select: (table.real_select, table.lane_select)
      }
    let fields: [(slots: PointerField, reals: PointerField)] = [
      (.a, .aPrimal), (.b, .bPrimal), (.c, .cPrimal),
    ]
    appendElementwise(
      isLane ? overLanes : overReals,
      shape: shape,
      [(isLane ? .out : .outPrimal, out)]
        + zip(fields, operands).map { field, view in
          view.map { (isSlotBuffer($0) ? field.slots : field.reals, $0) }
        },
      isStreamed: isLane,
      configure: configure
    )
  }

  mutating func unary(
    _ instruction: Instruction,
    code: lk_function,
    exponent: Double = 0
  ) -> Storage {
    let shape = instruction.type.shape.dimensions
    let x = stored(instruction.operands[0])
    let result = makeStorage(shape, varying: x.isVarying)
    let number = Int64(code.rawValue)
    appendReal(.unary, shape: shape, out: reals(result), [reals(x)]) {
      $0.code = number
      $0.alpha = exponent
    }
    guard ring.hasPrimal, let tangent = x.varying, let out = result.varying, let x0 = x.shared,
      let y0 = result.shared
    else { return result }
    switch code {
    case LK_NEGATE:
      appendAffine(shape, out, (-1, tangent), nil)
    case LK_SQUARE:
      appendElementwise(
        table.jet_square,
        shape: shape,
        [(.out, out), (.a, tangent)],
        extra: [(.aPrimal, x0)],
        isStreamed: true,
        multiplyAdds: Double(2 * degree + degree * (degree - 1))
      )
    case _ where degree <= 4:
      let series = taylor(x0, shape, number, exponent)
      appendElementwise(
        table.jet_compose,
        shape: shape,
        [(.out, out), (.a, tangent), (.bPrimal, series)],
        isStreamed: true,
        multiplyAdds: [0, 2, 9, 19, 50][degree]
      ) {
        $0.n = Int64(shape.reduce(1, *))
      }
    default:
      appendElementwise(
        table.jet_unary,
        shape: shape,
        [(.out, out), (.a, tangent)],
        extra: [(.outPrimal, y0), (.aPrimal, x0)],
        isStreamed: true,
        multiplyAdds: Double(2 * degree * (degree + 1))
      ) {
        $0.code = number
        $0.alpha = exponent
      }
      appendScratch(elements: 4)
    }
    return result
  }

  /// The local Taylor coefficients of a function at each element of a primal: all first ones, then all
  /// second ones.
  private mutating func taylor(
    _ x: View,
    _ shape: [Int],
    _ code: Int64,
    _ exponent: Double
  ) -> View {
    let source = contiguous(x)
    let count = shape.reduce(1, *)
    let buffer = makeBuffer(
      .scratch,
      isShared: true,
      elements: degree * count,
      elementBytes: precision.bytes
    )
    let series = View(buffer: buffer, shape: shape, strides: Shape(shape).strides)
    appendElementwise(
      table.real_taylor,
      shape: [count],
      [
        (.outPrimal, View(buffer: buffer, shape: [count], strides: [1])),
        (
          .aPrimal, View(buffer: source.buffer, offset: source.offset, shape: [count], strides: [1])
        ),
      ]
    ) {
      $0.code = code
      $0.alpha = exponent
      // The kernel takes one axis even where there is a single element.
      $0.extents.0 = Int64(count)
    }
    return series
  }

  /// Gives the last call work space of some elements of the ring and some reals.
  mutating func appendScratch(elements: Int, reals: Int = 0) {
    let bytes = elements * varyingBytes + reals * precision.bytes
    let buffer = makeBuffer(.scratch, isShared: false, elements: bytes, elementBytes: 1)
    calls[calls.count - 1].pointers.append(
      Call.Pointer(field: .scratch, buffer: buffer, offset: 0)
    )
  }

  /// α a + β b on slots.
  mutating func appendAffine(
    _ shape: [Int],
    _ out: View,
    _ a: (Double, View),
    _ b: (Double, View)?
  ) {
    let units = [a.0, b?.0].compactMap { $0 }.filter { abs($0) != 1 }.count
    appendElementwise(
      table.slot_affine,
      shape: shape,
      [(.out, out), (.a, a.1), b.map { (.b, $0.1) }],
      isStreamed: true,
      multiplyAdds: Double(2 * degree * units)
    ) {
      $0.alpha = a.0
      $0.beta = b?.0 ?? 0
    }
  }

  mutating func select(_ instruction: Instruction) -> Storage {
    let shape = instruction.type.shape.dimensions
    let operands = instruction.operands.map(stored)
    let result = makeStorage(
      shape,
      varying: ring == .lanes
        ? operands.contains(where: \.isVarying) : operands[1].isVarying || operands[2].isVarying
    )
    appendReal(.select, shape: shape, out: reals(result), operands.map(reals))
    if ring.hasPrimal, let out = result.varying {
      appendElementwise(
        table.slot_select,
        shape: shape,
        [
          (.out, out), (.aPrimal, reals(operands[0])), operands[1].varying.map { (.b, $0) },
          operands[2].varying.map { (.c, $0) },
        ],
        isStreamed: true
      )
    }
    return result
  }
}
