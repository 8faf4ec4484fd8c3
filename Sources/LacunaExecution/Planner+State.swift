import CJetKernels
import LacunaPrograms

/// How the outputs that are state get back to where the state lies.
extension Planner {
  /// Makes updates in place where nothing reads the old state afterwards, and appends copies elsewhere.
  mutating func commitState() {
    var copies: [(from: View, to: View)] = []
    for output in program.outputs {
      guard let place = layout?[output.name], let result = storage[output.value.index] else { continue }
      let shape = place.shape.dimensions
      if ring.hasPrimal, let from = result.shared {
        commit(from, shape, offset: place.sharedOffset, isSlots: false, &copies)
      }
      if let from = spread(result) {
        commit(from, shape, offset: place.varyingOffset, isSlots: true, &copies)
      } else if ring.hasPrimal {
        // Constant in z: its tangents are zero.
        appendClear(makeVarying(shape, home: .state(offset: place.varyingOffset)))
      }
    }
    // Old state that moves to another place is read before anything is overwritten.
    var safe: [(from: View, to: View)] = []
    for copy in copies {
      if case .state = buffers[copy.from.buffer.index].home {
        let kept = View(
          buffer: makeBuffer(
            .scratch, elements: copy.from.shape.reduce(1, *),
            elementBytes: buffers[copy.from.buffer.index].elementBytes),
          shape: copy.from.shape, strides: Shape(copy.from.shape).strides)
        appendCopy(copy.from, to: kept)
        safe.append((kept, copy.to))
      } else {
        safe.append(copy)
      }
    }
    for copy in safe { appendCopy(copy.from, to: copy.to) }
  }

  private mutating func commit(
    _ from: View, _ shape: [Int], offset: Int, isSlots: Bool, _ copies: inout [(from: View, to: View)]
  ) {
    let home = Buffer.Home.state(offset: offset)
    if from.isContiguous, from.offset == 0, buffers[from.buffer.index].home == home { return }
    if canWriteInPlace(from, home) {
      buffers[from.buffer.index].home = home
      return
    }
    let to = isSlots ? makeVarying(shape, home: home) : makeShared(shape, home: home)
    copies.append((from, to))
  }

  /// Whether the buffer of a new value can be the state's own: it is written whole, by one elementwise
  /// call, and no call after that one reads the state that it replaces.
  private func canWriteInPlace(_ new: View, _ home: Buffer.Home) -> Bool {
    let buffer = buffers[new.buffer.index]
    guard buffer.home == .scratch, new.isContiguous, new.offset == 0,
      new.shape.reduce(1, *) == buffer.elements
    else { return false }
    let writers = calls.indices.filter { calls[$0].written.contains(new.buffer) }
    guard let writer = writers.first, writers.count == 1, isInPlaceKernel(calls[writer].kernel) else {
      return false
    }
    func readsState(_ call: Call) -> Bool {
      call.read.contains { buffers[$0.index].home == home }
    }
    guard !calls[(writer + 1)...].contains(where: readsState) else { return false }
    // The writer may read what it replaces, element by element.
    guard let out = calls[writer].pointers.first(where: { $0.buffer == new.buffer }) else { return false }
    return calls[writer].arguments.rank <= 1
      && calls[writer].pointers.allSatisfy {
        buffers[$0.buffer.index].home != home || ($0.step == out.step && $0.offset == out.offset)
      }
  }

  /// Kernels that read an element of each operand before they write that element of the result.
  private func isInPlaceKernel(_ kernel: Kernel) -> Bool {
    [
      table.real_affine, table.real_binary, table.real_select, table.slot_affine, table.slot_scale,
      table.slot_select, table.jet_multiply,
    ].contains { isSame($0, kernel) }
  }
}
