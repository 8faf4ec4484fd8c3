/// What all lanes share, and what each block of lanes does.
///
/// A run has two phases. In the shared one everything is computed that is the same in all lanes: primals, and
/// the Taylor coefficients of functions at them. Its results lie in a *frame*, from which the second phase
/// reads them for one block of lanes after the other. Several frames, of successive steps, may be filled
/// before the first block runs.
extension Planner {
  /// Moves the calls of the shared phase to the front, and lets the others read the constant terms of the
  /// state from copies in the frame: the state goes on to later steps before they run.
  ///
  /// - Returns: the number of calls in the shared phase.
  mutating func splitPhases() -> Int {
    let made = calls
    calls = []
    let isShared = made.map { call in
      call.written.allSatisfy { buffers[$0.index].isShared }
    }
    var lanes = zip(made, isShared).filter { !$0.1 }.map(\.0)
    var copies: [BufferID: BufferID] = [:]
    for call in lanes.indices {
      for index in lanes[call].pointers.indices {
        let read = lanes[call].pointers[index].buffer
        guard case .primal = buffers[read.index].home else { continue }
        let copy = copies[read] ?? copied(read)
        copies[read] = copy
        lanes[call].pointers[index].buffer = copy
      }
    }
    calls += zip(made, isShared).filter(\.1).map(\.0)
    defer { calls += lanes }
    return calls.count
  }

  /// A copy of the constant terms of a state tensor, made by a call of its own.
  private mutating func copied(_ buffer: BufferID) -> BufferID {
    let shape = [buffers[buffer.index].elements]
    let copy = makeShared(shape)
    appendCopy(View(buffer: buffer, shape: shape, strides: [1]), to: copy)
    return copy.buffer
  }
}
