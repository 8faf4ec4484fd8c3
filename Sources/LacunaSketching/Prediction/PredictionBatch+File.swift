import Synchronization

extension PredictionBatch {
  /// Predicts for every deletion set of a file, in its order.
  ///
  /// Memory does not grow with the file. When a line is at fault, the results of all lines before it have
  /// been written.
  ///
  /// - Parameters:
  ///   - file: the deletion sets.
  ///   - dataset: the examples that they are of.
  ///   - options: how the machine is used; asked whether to stop now and then.
  ///   - encode: turns the number of a line, its positions and for each measurement the predictions of its
  ///     outputs into bytes; called by several threads.
  ///   - write: takes these bytes, in the order of lines.
  /// - Throws: ``SketchingError`` for a line that is no deletion set, or what the closures throw.
  public func predict(
    _ file: DeletionSetReader,
    in dataset: Dataset,
    options: ExecutionOptions,
    encode:
      @escaping @Sendable (
        _ line: Int, _ deleted: [Int], _ predictions: [[Prediction]]
      ) throws -> [UInt8],
    write: ([UInt8]) throws -> Void
  ) throws {
    while let lines = try file.next() {
      if options.isCancelled() { throw SketchingError.interrupted }
      let piece = 64
      let pieces = (lines.lines.count + piece - 1) / piece
      let results = Mutex(Results(pieces: pieces))
      var fault: (any Error)?
      do {
        try Parallel.forEach(pieces, threads: options.threads) { () in
          Worker(scratch: scratch(), marks: PositionMarks(count: dataset.count))
        } body: { worker, index in
          var bytes: [UInt8] = []
          var isWhole = false
          defer { results.withLock { $0.note(bytes, of: index, isWhole: isWhole) } }
          for line in lines.lines[(index * piece)...].prefix(piece) {
            let deleted = try lines.positions(line, in: dataset, &worker.marks)
            bytes += try encode(line.number, deleted, predict(deleted, worker.scratch))
          }
          isWhole = true
        }
      } catch {
        fault = error
      }
      // Pieces are begun in order, so that all before the first fault are there.
      for bytes in results.withLock({ $0.bytes[..<$0.end] }) { try write(bytes) }
      if let fault { throw fault }
    }
  }

  /// The bytes of pieces, and where they end: after the first that is not whole.
  private struct Results {
    var bytes: [[UInt8]]
    var end: Int

    init(pieces: Int) {
      bytes = [[UInt8]](repeating: [], count: pieces)
      end = pieces
    }

    mutating func note(_ bytes: [UInt8], of piece: Int, isWhole: Bool) {
      self.bytes[piece] = bytes
      if !isWhole { end = min(end, piece + 1) }
    }
  }

  /// What a thread keeps from piece to piece.
  private final class Worker {
    let scratch: Scratch
    var marks: PositionMarks

    init(scratch: Scratch, marks: PositionMarks) {
      self.scratch = scratch
      self.marks = marks
    }
  }
}
