import CJetKernels

/// What a call passes over.
extension Call {
  /// Memory that a pointer passes over, taken to lie side by side.
  struct Span {
    var buffer: BufferID
    /// As if all memory of a run were one piece: see ``MemoryAreas``.
    var start: Int
    var bytes: Int
    /// Bytes from one element of the loop to the next, in a call that can be streamed.
    var step: Int
  }

  /// The spans of all pointers but work space.
  func spans(in plan: Plan, _ areas: MemoryAreas) -> [Span] {
    pointers.filter { $0.field != .scratch }.map { pointer in
      let buffer = plan.buffers[pointer.buffer.index]
      let start =
        areas.start(of: buffer.home, isShared: buffer.isShared)
        + (buffer.hasOffset ? plan.offsets[pointer.buffer.index] : 0)
      return Span(
        buffer: pointer.buffer,
        start: start + pointer.offset,
        bytes: max(
          0,
          min(buffer.bytes - pointer.offset, touched(by: pointer.field, buffer, plan.precision))
        ),
        step: pointer.step
      )
    }
  }

  /// The distinct bytes that a pointer passes over, as far as the loops say; else more than there are.
  private func touched(by field: PointerField, _ buffer: Buffer, _ precision: Precision) -> Int {
    let (m, n, k) = (Int(arguments.m), Int(arguments.n), Int(arguments.k))
    if field != .indices, pointers.contains(where: { $0.field == .indices }) {
      return m * k * precision.bytes  // rows of numbers
    }
    let strides: [Int] =
      switch field {
      case .out, .outPrimal: axes(arguments.out_strides)
      case .a, .aPrimal: axes(arguments.a_strides)
      case .b, .bPrimal: axes(arguments.b_strides)
      case .c, .cPrimal: axes(arguments.c_strides)
      case .indices, .scratch: []
      }
    let rank = Int(arguments.rank)
    guard rank > 0 || isMatrixProduct, !strides.isEmpty else { return .max }
    let extents = axes(arguments.extents)
    var count = 1
    for axis in 0..<rank where strides[axis] != 0 { count *= extents[axis] }
    if isMatrixProduct {
      switch field {
      case .out, .outPrimal: count *= m * n
      case .a, .aPrimal: count *= m * k
      default: count *= k * n
      }
    }
    return count * buffer.elementBytes
  }

  private var isMatrixProduct: Bool { arguments.m > 0 && arguments.n > 0 && arguments.k > 0 }

  /// The extents, to tell calls of a kernel apart.
  var detail: String {
    let loops = axes(arguments.extents).prefix(Int(arguments.rank))
    let matrix = isMatrixProduct ? [arguments.m, arguments.k, arguments.n].map(Int.init) : []
    return (loops + matrix).map(String.init).joined(separator: "×")
  }

  private func axes(_ values: KernelAxes) -> [Int] {
    withUnsafeBytes(of: values) { $0.bindMemory(to: Int64.self).map(Int.init) }
  }
}
