import CJetKernels

/// Products that are only added to something: one call of a chain, whose product stays in registers.
///
/// Compositions that are only a factor: see `Planner+Compositions`.
extension Planner {
  /// Joins calls whose results are used but once, where a kernel does the work of both.
  mutating func fuse() {
    guard ring.hasPrimal else { return }
    foldScales()
    fuseProducts()
    fuseCompositions()
  }

  /// Joins each product or square to the addition that alone uses it, where both can be in a chain.
  private mutating func fuseProducts() {
    let uses = BufferUses(self)
    var isGone = [Bool](repeating: false, count: calls.count)
    for index in calls.indices
    where calls[index].arguments.operation == Int64(LK_CHAIN_AFFINE.rawValue) {
      for sum in [calls[index], calls[index].withTermsExchanged].compactMap({ $0 }) {
        guard let term = sum.pointer(.b),
          let product = uses.onlyWriter(of: term.buffer, before: index, buffers),
          let fused = fused(calls[product], into: sum, term), canMove(product, to: index)
        else { continue }
        calls[index] = fused
        isGone[product] = true
        break
      }
    }
    drop(isGone)
  }

  /// Removes the calls whose work others do.
  mutating func drop(_ isGone: [Bool]) {
    calls = zip(calls, isGone).filter { !$0.1 }.map(\.0)
  }

  /// α c + β times a product, in place of the product and the sum.
  private func fused(_ product: Call, into sum: Call, _ term: Call.Pointer) -> Call? {
    let operation: lk_operation? =
      switch product.arguments.operation {
      case Int64(LK_CHAIN_MULTIPLY.rawValue): LK_CHAIN_MULTIPLY_ADD
      case Int64(LK_CHAIN_SQUARE.rawValue): LK_CHAIN_SQUARE_ADD
      default: nil
      }
    guard let operation, product.streamedCount == sum.streamedCount,
      let made = product.pointers.first(where: { $0.field == .out }),
      made.offset == term.offset, made.step == term.step, made.buffer == term.buffer
    else { return nil }
    var call = sum
    call.arguments.operation = Int64(operation.rawValue)
    call.arguments.a_strides = product.arguments.a_strides
    call.arguments.b_strides = product.arguments.b_strides
    call.arguments.c_strides = sum.arguments.a_strides
    call.multiplyAdds += product.multiplyAdds
    call.isChainOnly = true
    call.pointers =
      product.pointers.filter { $0.field != .out }
      + sum.pointers.compactMap { pointer in
        var pointer = pointer
        if pointer.field == .b { return nil }
        if pointer.field == .a { pointer.field = .c }
        return pointer
      }
    var uses = StreamUses()
    return uses.admit(call, buffers) ? call : nil
  }

  /// Whether a call can run later: nothing between changes what it reads.
  func canMove(_ call: Int, to later: Int) -> Bool {
    let read = Set(calls[call].read.map { buffers[$0.index].home }.filter { $0 != .scratch })
    let buffersRead = Set(calls[call].read)
    return !calls[(call + 1)..<later].contains { between in
      between.written.contains {
        buffersRead.contains($0) || read.contains(buffers[$0.index].home)
      }
    }
  }
}

/// Who reads and who writes each buffer.
struct BufferUses {
  private var readers: [Int]
  private var writer: [Int?]

  init(_ planner: Planner) {
    readers = Array(repeating: 0, count: planner.buffers.count)
    writer = Array(repeating: nil, count: planner.buffers.count)
    for (index, call) in planner.calls.enumerated() {
      for buffer in call.read { readers[buffer.index] += 1 }
      for buffer in call.written { writer[buffer.index] = index }
    }
    for output in planner.outputs {
      for view in [output.shared, output.varying] {
        if let view { readers[view.buffer.index] += 1 }
      }
    }
  }

  /// The call that last writes a scratch buffer that has a single reader, if it comes before that one.
  func onlyWriter(of buffer: BufferID, before reader: Int, _ buffers: [Buffer]) -> Int? {
    guard buffers[buffer.index].home == .scratch, readers[buffer.index] == 1,
      let index = writer[buffer.index], index < reader
    else { return nil }
    return index
  }
}
