import LacunaPrograms

/// A number of calls that run one after the other, over all elements or piece by piece.
struct Stage: Sendable {
  var calls: Range<Int>
  /// The elements of the loop when it is cut into pieces.
  var streamed: (count: Int, piece: Int)?
}

/// Streams and placement: what lies in cache together, and where buffers lie.
extension Planner {
  /// Groups neighbouring elementwise calls over large tensors, to be run piece by piece: what one call
  /// writes the next finds in the nearest cache.
  func stages() -> [Stage] {
    let piece = max(1, Self.pieceBytes / streamedBytes)
    var stages: [Stage] = []
    var index = 0
    while index < calls.count {
      let start = index
      if let count = calls[start].streamedCount, count >= 2 * piece {
        var uses = StreamUses()
        while index < calls.count, calls[index].streamedCount == count,
          uses.admit(calls[index], buffers)
        {
          index += 1
        }
        if index - start > 1 {
          stages.append(Stage(calls: start..<index, streamed: (count, pieceLength(count, piece))))
          continue
        }
        index = start
      }
      index += 1
      stages.append(Stage(calls: start..<index, streamed: nil))
    }
    return stages
  }

  /// The bytes of an element of a stream.
  private var streamedBytes: Int { varyingBytes }

  /// Whether a buffer used in one stream alone can be as short as a piece: every call passes over it evenly.
  private func isPieceLike(_ index: Int, _ stage: Stage, _ count: Int) -> Bool {
    buffers[index].bytes == count * streamedBytes
      && calls[stage.calls].allSatisfy { call in
        call.pointers.allSatisfy { $0.buffer.index != index || $0.step == streamedBytes }
      }
  }

  /// The bytes that a piece of one operand has.
  static var pieceBytes: Int { 8 * 1024 }

  /// Pieces of nearly equal length.
  private func pieceLength(_ count: Int, _ piece: Int) -> Int {
    let pieces = (count + piece - 1) / piece
    return (count + pieces - 1) / pieces
  }

  /// Gives every buffer an offset in scratch memory and returns the bytes that takes.
  ///
  /// Inputs keep their place for as long as the plan lives. Others share memory when no call needs both;
  /// a buffer used inside one stream alone is as long as a piece.
  func place(_ stages: [Stage]) -> (offsets: [Int], bytes: Int, isPiece: [Bool]) {
    var first = [Int](repeating: Int.max, count: buffers.count)
    var last = [Int](repeating: -1, count: buffers.count)
    for (number, stage) in stages.enumerated() {
      for call in calls[stage.calls] {
        for pointer in call.pointers {
          first[pointer.buffer.index] = min(first[pointer.buffer.index], number)
          last[pointer.buffer.index] = max(last[pointer.buffer.index], number)
        }
      }
    }
    for output in outputs {
      for view in [output.shared, output.varying] {
        guard let view else { continue }
        last[view.buffer.index] = stages.count
        first[view.buffer.index] = min(first[view.buffer.index], stages.count)
      }
    }
    var offsets = [Int](repeating: 0, count: buffers.count)
    var isPiece = [Bool](repeating: false, count: buffers.count)
    var memory = FreeList()
    for (index, buffer) in buffers.enumerated() where buffer.home == .input {
      offsets[index] = memory.take(Alignment.roundUp(buffer.bytes))
    }
    let scratch = buffers.indices.filter { buffers[$0].home == .scratch && last[$0] >= 0 }
    var starting: [Int: [Int]] = [:]
    var ending: [Int: [Int]] = [:]
    for index in scratch {
      starting[first[index], default: []].append(index)
      ending[last[index], default: []].append(index)
    }
    func size(_ index: Int) -> Int {
      if first[index] == last[index], first[index] < stages.count,
        let streamed = stages[first[index]].streamed,
        isPieceLike(index, stages[first[index]], streamed.count)
      {
        isPiece[index] = true
        return buffers[index].bytes / streamed.count * streamed.piece
      }
      return buffers[index].bytes
    }
    for number in 0...stages.count {
      for index in starting[number] ?? [] {
        offsets[index] = memory.take(Alignment.roundUp(size(index)))
      }
      for index in ending[number] ?? [] {
        let bytes = isPiece[index] ? size(index) : buffers[index].bytes
        memory.release(offsets[index], Alignment.roundUp(bytes))
      }
    }
    return (offsets, memory.high, isPiece)
  }
}

/// How the calls of a stream pass over memory.
///
/// Pieces run one after the other, so that what one call writes and another uses must be passed over by
/// both in the same way: a number that is read in every piece is not yet there, or there no more.
private struct StreamUses {
  private struct Use {
    var step: Int
    var offset: Int
    var isWritten: Bool
  }
  private enum Place: Hashable {
    case state(Int)
    case buffer(Int)
  }
  private var uses: [Place: [Use]] = [:]

  /// Adds a call to the stream, if it can join.
  mutating func admit(_ call: Call, _ buffers: [Buffer]) -> Bool {
    var all = uses
    for pointer in call.pointers {
      let use = Use(
        step: pointer.step,
        offset: pointer.offset,
        isWritten: call.written.contains(pointer.buffer)
      )
      let place: Place =
        if case .state(let offset) = buffers[pointer.buffer.index].home {
          .state(offset)
        } else {
          .buffer(pointer.buffer.index)
        }
      let clashes = (all[place] ?? []).contains {
        ($0.isWritten || use.isWritten) && ($0.step != use.step || $0.offset != use.offset)
      }
      if clashes { return false }
      all[place, default: []].append(use)
    }
    uses = all
    return true
  }
}

/// Memory handed out by offset, first fit.
struct FreeList {
  /// The highest byte ever in use.
  private(set) var high = 0
  private var free: [(offset: Int, bytes: Int)] = []

  mutating func take(_ bytes: Int) -> Int {
    if let index = free.firstIndex(where: { $0.bytes >= bytes }) {
      let offset = free[index].offset
      free[index] = (offset + bytes, free[index].bytes - bytes)
      if free[index].bytes == 0 { free.remove(at: index) }
      return offset
    }
    // Grow, using what is free at the end.
    if let end = free.last, end.offset + end.bytes == high {
      free.removeLast()
      high = end.offset + bytes
      return end.offset
    }
    defer { high += bytes }
    return high
  }

  mutating func release(_ offset: Int, _ bytes: Int) {
    guard bytes > 0 else { return }
    let index = free.firstIndex { $0.offset > offset } ?? free.count
    free.insert((offset, bytes), at: index)
    if index + 1 < free.count, offset + bytes == free[index + 1].offset {
      free[index].bytes += free[index + 1].bytes
      free.remove(at: index + 1)
    }
    if index > 0, free[index - 1].offset + free[index - 1].bytes == free[index].offset {
      free[index - 1].bytes += free[index].bytes
      free.remove(at: index)
    }
  }
}
