import CJetKernels
import LacunaPrograms

/// How the outputs that are state get back to where the state lies.
extension Planner {
  /// Makes updates in place where nothing reads the old state afterwards, and appends copies elsewhere.
  mutating func commitState() {
    outputs = program.outputs.map { stored($0.value) }
    let updates = stateUpdates()
    // Old state that is an output, or becomes another tensor's: it is wanted after the run.
    let replaced = Set(updates.map(\.home))
    let wanted = Set(
      outputs.flatMap { [$0.shared, $0.varying] }.compactMap { $0 }
        .map { buffers[$0.buffer.index].home }
    ).intersection(replaced)

    let uses = StateUses(calls, buffers)
    let moved = updates.filter { update in
      // New constant terms are copied: tangents still read both them and the old ones.
      guard let from = update.from, update.isSlots, !wanted.contains(update.home),
        canWriteInPlace(from, update.home, uses)
      else { return true }
      buffers[from.buffer.index].home = update.home
      return false
    }
    // All that is wanted of the old state is read before any of it is overwritten.
    let sources = moved.map { update in update.from.map { saved($0, wanted) } }
    outputs = outputs.map { output in
      Storage(
        shared: output.shared.map { saved($0, wanted) },
        varying: output.varying.map { saved($0, wanted) }
      )
    }
    for (update, source) in zip(moved, sources) {
      let to =
        update.isSlots
        ? makeVarying(update.shape, home: update.home) : makeShared(update.shape, home: update.home)
      if let source { appendCopy(source, to: to) } else { appendClear(to) }
    }
  }

  /// Part of a state tensor that a run changes.
  private struct StateUpdate {
    var home: Buffer.Home
    var shape: [Int]
    var isSlots: Bool
    /// The new value; none for zeros.
    var from: View?
  }

  private mutating func stateUpdates() -> [StateUpdate] {
    var updates: [StateUpdate] = []
    for (output, result) in zip(program.outputs, outputs) {
      guard let place = layout?[output.name] else { continue }
      let shape = place.shape.dimensions
      if ring.hasPrimal, let from = result.shared {
        updates.append(
          StateUpdate(
            home: .primal(offset: place.sharedOffset),
            shape: shape,
            isSlots: false,
            from: from
          )
        )
      }
      // Tangents of what is constant in z are zero.
      updates.append(
        StateUpdate(
          home: .state(offset: place.varyingOffset),
          shape: shape,
          isSlots: true,
          from: spread(result)
        )
      )
    }
    return updates.filter { update in
      guard let from = update.from else { return true }
      return
        !(from.isContiguous && from.offset == 0
        && buffers[from.buffer.index].home == update.home)
    }
  }

  /// A copy of a view of state that will be overwritten, or the view of anything else.
  private mutating func saved(_ view: View, _ wanted: Set<Buffer.Home>) -> View {
    guard wanted.contains(buffers[view.buffer.index].home) else { return view }
    let copy = View(
      buffer: makeBuffer(
        .scratch,
        isShared: buffers[view.buffer.index].isShared,
        elements: view.shape.reduce(1, *),
        elementBytes: buffers[view.buffer.index].elementBytes
      ),
      shape: view.shape,
      strides: Shape(view.shape).strides
    )
    appendCopy(view, to: copy)
    return copy
  }

  /// Whether the buffer of a new value can be the state's own: it is written whole, by one elementwise
  /// call, and no call after that one reads the state that it replaces.
  private func canWriteInPlace(_ new: View, _ home: Buffer.Home, _ uses: StateUses) -> Bool {
    let buffer = buffers[new.buffer.index]
    guard buffer.home == .scratch, new.isContiguous, new.offset == 0,
      new.shape.reduce(1, *) == buffer.elements
    else { return false }
    let writers = uses.writers[new.buffer.index]
    guard let writer = writers.first, writers.count == 1, isInPlaceKernel(calls[writer].kernel)
    else {
      return false
    }
    if let last = uses.lastRead[home], last > writer { return false }
    // The writer may read what it replaces, element by element.
    guard let out = calls[writer].pointers.first(where: { $0.buffer == new.buffer }) else {
      return false
    }
    return calls[writer].arguments.rank <= 1
      && calls[writer].pointers.allSatisfy {
        buffers[$0.buffer.index].home != home || ($0.step == out.step && $0.offset == out.offset)
      }
  }

  /// Kernels that read an element of each operand before they write that element of the result.
  private func isInPlaceKernel(_ kernel: Kernel) -> Bool {
    [
      table.real_affine, table.real_binary, table.real_select, table.slot_affine, table.slot_scale,
      table.slot_select, table.lane_affine, table.lane_unary, table.lane_binary, table.lane_select,
      table.jet_multiply,
    ].contains { isSame($0, kernel) }
  }
}

/// Which calls write each buffer, and which is the last to read each home.
private struct StateUses {
  var writers: [[Int]]
  var lastRead: [Buffer.Home: Int] = [:]

  init(_ calls: [Call], _ buffers: [Buffer]) {
    writers = Array(repeating: [], count: buffers.count)
    for (index, call) in calls.enumerated() {
      for buffer in Set(call.written) { writers[buffer.index].append(index) }
      for buffer in call.read where buffers[buffer.index].isState {
        lastRead[buffers[buffer.index].home] = index
      }
    }
  }
}

extension Buffer {
  /// Whether it is a state tensor's, or its constant terms'.
  fileprivate var isState: Bool {
    switch home {
    case .state, .primal: true
    default: false
    }
  }
}
