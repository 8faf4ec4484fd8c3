import CJetKernels
import LacunaPrograms

/// Instructions that move elements: views where strides can express them, copies where not.
extension Planner {
  /// The view itself where its elements lie side by side, else a copy.
  mutating func contiguous(_ view: View) -> View {
    if view.isContiguous { return view }
    let bytes = buffers[view.buffer.index].elementBytes
    let count = view.shape.reduce(1, *)
    let buffer = makeBuffer(
      .scratch,
      isShared: buffers[view.buffer.index].isShared,
      elements: count,
      elementBytes: bytes
    )
    let copy = View(buffer: buffer, shape: view.shape, strides: Shape(view.shape).strides)
    appendCopy(view, to: copy)
    return copy
  }

  mutating func contiguous(_ storage: Storage) -> Storage {
    var copy = storage
    if let view = storage.shared { copy.shared = contiguous(view) }
    if let view = storage.varying { copy.varying = contiguous(view) }
    return copy
  }

  /// Copies elements of any kind.
  mutating func appendCopy(_ from: View, to: View) {
    let isSlots = isSlotBuffer(from)
    let isWide = buffers[from.buffer.index].elementBytes == 8 && precision == .float32
    let kernel =
      isSlots ? table.slot_copy : isWide ? wideTable.real_copy : table.real_copy
    appendElementwise(
      kernel,
      shape: from.shape,
      [(isSlots ? .out : .outPrimal, to), (isSlots ? .a : .aPrimal, from)]
    )
  }

  /// Whether the elements of a view are slots, rather than numbers.
  func isSlotBuffer(_ view: View) -> Bool {
    buffers[view.buffer.index].elementBytes == varyingBytes
  }

  mutating func reshape(_ value: ValueID, to target: [Int]) -> Storage {
    let source = stored(value)
    func reshaped(_ view: View, _ planner: inout Planner) -> View {
      if let view = view.reshaped(to: target) { return view }
      var copy = planner.contiguous(view)
      copy.shape = target
      copy.strides = Shape(target).strides
      return copy
    }
    var result = Storage()
    if let view = source.shared { result.shared = reshaped(view, &self) }
    if let view = source.varying { result.varying = reshaped(view, &self) }
    return result
  }

  /// Fills a contiguous view with zeros.
  mutating func appendClear(_ view: View) {
    var call = Call(kernel: table.clear)
    call.pointers = [pointer(.out, view)]
    call.arguments.k = Int64(buffers[view.buffer.index].bytes)
    calls.append(call)
  }

  mutating func pad(_ instruction: Instruction, low: [Int]) -> Storage {
    let source = stored(instruction.operands[0])
    let inside = shape(instruction.operands[0])
    let result = makeStorage(instruction.type.shape.dimensions, varying: source.isVarying)
    let limit = zip(low, inside).map { $0 + $1 }
    for (from, to) in pairs(source, result) {
      appendClear(to)
      appendCopy(from, to: to.sliced(low, limit))
    }
    return result
  }

  mutating func concatenate(_ instruction: Instruction, axis: Int) -> Storage {
    let sources = instruction.operands.map(stored)
    let shape = instruction.type.shape.dimensions
    var result: Storage
    if instruction.type.element == .integer {
      result = Storage(shared: makeIntegers(shape))
    } else {
      result = makeStorage(shape, varying: sources.contains(where: \.isVarying))
    }
    var position = 0
    for (source, operand) in zip(sources, instruction.operands) {
      var start = shape.map { _ in 0 }
      var limit = shape
      start[axis] = position
      position += self.shape(operand)[axis]
      limit[axis] = position
      if let to = result.shared, let from = source.shared {
        appendCopy(from, to: to.sliced(start, limit))
      }
      guard let to = result.varying?.sliced(start, limit) else { continue }
      if let from = source.varying {
        appendCopy(from, to: to)
      } else if ring.hasPrimal {
        appendZeros(to)
      } else if let from = source.shared {
        appendSpread(from, to: to)
      }
    }
    return result
  }

  /// The (source, target) views that hold data in both.
  func pairs(_ source: Storage, _ target: Storage) -> [(View, View)] {
    var pairs: [(View, View)] = []
    if let from = source.shared, let to = target.shared { pairs.append((from, to)) }
    if let from = source.varying, let to = target.varying { pairs.append((from, to)) }
    return pairs
  }

  /// Zeros in slots of any strides.
  private mutating func appendZeros(_ to: View) {
    let zero = makeShared([]).broadcast(to: to.shape)
    appendClear(zero)
    appendElementwise(
      table.slot_select,
      shape: to.shape,
      [(.out, to), (.aPrimal, zero), nil, nil]
    )
  }

  /// A shared value written to all lanes.
  mutating func appendSpread(_ from: View, to: View) {
    appendReal(.affine, shape: to.shape, out: to, [from]) { $0.alpha = 1 }
  }

  /// A value that varies between lanes: itself, or in the lane ring a copy in all lanes.
  mutating func spread(_ storage: Storage) -> View? {
    if storage.isVarying || ring.hasPrimal { return storage.varying }
    guard let shared = storage.shared else { return nil }
    let copy = makeVarying(shared.shape)
    appendSpread(shared, to: copy)
    return copy
  }
}
