import LacunaPrograms

/// Where buffers lie.
extension Planner {
  /// The places of all buffers of a plan.
  struct Placement {
    /// For each buffer without an address of its own, its offset in a frame or in scratch memory.
    var offsets: [Int]
    /// For each buffer, whether it is only as long as a piece of the stream it is used in.
    var isPiece: [Bool]
    /// The bytes of a frame, in which lies what all lanes share.
    var frameBytes = 0
    /// The bytes of scratch memory, in which lies what differs between lanes.
    var scratchBytes = 0
  }

  /// Gives every buffer an offset.
  ///
  /// Inputs keep their place for as long as the plan lives. Others share memory when no call needs both;
  /// a buffer used inside one stream alone is as long as a piece. What the lanes read of a frame stays there.
  func place(sharedCount: Int, _ stages: [Stage]) -> Placement {
    var placement = Placement(
      offsets: Array(repeating: 0, count: buffers.count),
      isPiece: Array(repeating: false, count: buffers.count)
    )
    let results = outputs.flatMap { [$0.shared, $0.varying].compactMap { $0?.buffer.index } }
    var shared = Lifetimes(buffers.count)
    for number in 0..<sharedCount { shared.use(calls[number], at: number) }
    var lanes = Lifetimes(buffers.count)
    for (number, stage) in stages.enumerated() {
      for call in calls[stage.calls] { lanes.use(call, at: number) }
    }
    for index in results { lanes.use(index, at: stages.count) }
    for index in buffers.indices where buffers[index].isShared && lanes.last[index] >= 0 {
      shared.use(index, at: sharedCount)
    }
    placement.frameBytes = place(
      buffers.indices.filter { buffers[$0].isShared },
      shared,
      until: sharedCount,
      &placement.offsets
    ) { buffers[$0].bytes }
    for (index, buffer) in buffers.enumerated() where !buffer.isShared && buffer.home == .scratch {
      guard lanes.first[index] == lanes.last[index], lanes.first[index] < stages.count else {
        continue
      }
      let stage = stages[lanes.first[index]]
      if let count = stage.streamed?.count, isPieceLike(index, stage, count) {
        placement.isPiece[index] = true
      }
    }
    let isPiece = placement.isPiece
    placement.scratchBytes = place(
      buffers.indices.filter { !buffers[$0].isShared },
      lanes,
      until: stages.count,
      &placement.offsets
    ) { index in
      guard isPiece[index], let streamed = stages[lanes.first[index]].streamed else {
        return buffers[index].bytes
      }
      return buffers[index].bytes / streamed.count * streamed.piece
    }
    return placement
  }

  /// Places some of the buffers in one area and returns the bytes it takes.
  private func place(
    _ indices: [Int],
    _ lifetimes: Lifetimes,
    until end: Int,
    _ offsets: inout [Int],
    size: (Int) -> Int
  ) -> Int {
    var memory = FreeList()
    for index in indices where buffers[index].home == .input {
      offsets[index] = memory.take(Alignment.roundUp(size(index)))
    }
    var starting: [Int: [Int]] = [:]
    var ending: [Int: [Int]] = [:]
    for index in indices where buffers[index].home == .scratch && lifetimes.last[index] >= 0 {
      starting[lifetimes.first[index], default: []].append(index)
      ending[lifetimes.last[index], default: []].append(index)
    }
    for moment in 0...end {
      for index in starting[moment] ?? [] {
        offsets[index] = memory.take(Alignment.roundUp(size(index)))
      }
      for index in ending[moment] ?? [] {
        memory.release(offsets[index], Alignment.roundUp(size(index)))
      }
    }
    return memory.high
  }
}

/// When each buffer is first and last used.
private struct Lifetimes {
  var first: [Int]
  var last: [Int]

  init(_ count: Int) {
    first = Array(repeating: Int.max, count: count)
    last = Array(repeating: -1, count: count)
  }

  mutating func use(_ call: Call, at moment: Int) {
    for pointer in call.pointers { use(pointer.buffer.index, at: moment) }
  }

  mutating func use(_ index: Int, at moment: Int) {
    first[index] = min(first[index], moment)
    last[index] = max(last[index], moment)
  }
}
