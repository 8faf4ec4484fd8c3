import CJetKernels

/// A number of calls that run one after the other, over all elements or piece by piece.
struct Stage: Sendable {
  var calls: Range<Int>
  /// The elements of the loop when it is cut into pieces.
  var streamed: (count: Int, piece: Int)?
  /// Whether the pieces are left to the kernel for chains.
  var isChain = false
}

/// Streams: which calls run piece by piece, so that what lies in cache is used there.
extension Planner {
  /// Groups neighbouring elementwise calls over one number of elements, to be run piece by piece: what one
  /// call writes the next finds in the nearest cache.
  ///
  /// Chains are worth it at any length, since they are one call of a kernel; else tensors have to be large.
  func stages(from first: Int) -> [Stage] {
    var stages: [Stage] = []
    var index = first
    while index < calls.count {
      let start = index
      let isChain = canChain(calls[start])
      let piece = max(1, (isChain ? Self.tileBytes : Self.pieceBytes) / streamedBytes)
      let longest = isChain ? Int(LK_CHAIN_LENGTH) : Int.max
      if let count = calls[start].streamedCount, isChain || count >= 2 * piece {
        var uses = StreamUses()
        while index < calls.count, index - start < longest, calls[index].streamedCount == count,
          canChain(calls[index]) == isChain, uses.admit(calls[index], buffers)
        {
          index += 1
        }
        if index - start > 1 || (index > start && calls[start].isChainOnly) {
          let streamed = (count, pieceLength(count, piece))
          stages.append(Stage(calls: start..<index, streamed: streamed, isChain: isChain))
          continue
        }
        index = start
      }
      index += 1
      stages.append(Stage(calls: start..<index, streamed: nil))
    }
    return stages
  }

  /// Whether the kernel for chains does what a call does.
  private func canChain(_ call: Call) -> Bool {
    ring.hasPrimal && call.arguments.operation != Int64(LK_CHAIN_NONE.rawValue)
  }

  /// What the kernel for chains calls a kernel.
  func chainOperation(of kernel: lk_kernel?) -> lk_operation {
    let known: [(lk_kernel?, lk_operation)] = [
      (table.slot_affine, LK_CHAIN_AFFINE), (table.slot_scale, LK_CHAIN_SCALE),
      (table.slot_select, LK_CHAIN_SELECT), (table.jet_multiply, LK_CHAIN_MULTIPLY),
      (table.jet_square, LK_CHAIN_SQUARE), (table.jet_compose, LK_CHAIN_COMPOSE),
      (table.jet_divide, LK_CHAIN_DIVIDE), (table.jet_unary, LK_CHAIN_UNARY),
    ]
    return known.first { isSame($0.0, kernel) }?.1 ?? LK_CHAIN_NONE
  }

  /// The bytes of an element of a stream.
  private var streamedBytes: Int { varyingBytes }

  /// Whether a buffer used in one stream alone can be as short as a piece: every call passes over it evenly.
  func isPieceLike(_ index: Int, _ stage: Stage, _ count: Int) -> Bool {
    buffers[index].bytes == count * streamedBytes
      && calls[stage.calls].allSatisfy { call in
        call.pointers.allSatisfy { $0.buffer.index != index || $0.step == streamedBytes }
      }
  }

  /// The bytes that a piece of one operand has.
  static var pieceBytes: Int { 8 * 1024 }

  /// The bytes that a tile of one operand of a chain has.
  static var tileBytes: Int { 3 * 1024 }

  /// Pieces of nearly equal length.
  private func pieceLength(_ count: Int, _ piece: Int) -> Int {
    let pieces = (count + piece - 1) / piece
    return (count + pieces - 1) / pieces
  }
}

/// How the calls of a stream pass over memory.
///
/// Pieces run one after the other, so that what one call writes and another uses must be passed over by
/// both in the same way: a number that is read in every piece is not yet there, or there no more.
struct StreamUses {
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
