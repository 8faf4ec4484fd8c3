import Synchronization

extension PredictionBatch {
  /// Turns the number of a line, its units and for each measurement the predictions of its outputs into
  /// bytes; called by several threads.
  public typealias Encoding =
    @Sendable (
      _ line: Int, _ deleted: [Int], _ predictions: [[Prediction]]
    ) throws -> [UInt8]

  /// The bytes of results that may wait to be written.
  private static let bytesAtOnce = 16 << 20

  /// Predicts for every deletion set of a file, in its order.
  ///
  /// Memory does not grow with the file. When a line is at fault, the results of all lines before it have
  /// been written.
  ///
  /// - Parameters:
  ///   - file: the deletion sets.
  ///   - dataset: the examples that they are of.
  ///   - units: what is deleted together; each example is its own unit by default.
  ///   - options: how the machine is used; asked whether to stop now and then.
  ///   - encode: turns a result into bytes.
  ///   - write: takes these bytes, in the order of lines.
  /// - Throws: ``SketchingError`` for a line that is no deletion set, or what the closures throw.
  public func predict(
    _ file: DeletionSetReader,
    in dataset: Dataset,
    units: Units? = nil,
    options: ExecutionOptions,
    encode: @escaping Encoding,
    write: ([UInt8]) throws -> Void
  ) throws {
    let units = units ?? Units(each: dataset.count)
    // Few lines at first: how long results are, only they can tell.
    var atOnce = 4 * options.threads
    while let lines = try file.next() {
      var start = 0
      while start < lines.lines.count {
        if options.isCancelled() { throw SketchingError.interrupted }
        let end = min(start + atOnce, lines.lines.count)
        var bytes = 0
        try predict(lines, start..<end, of: units, in: dataset, options: options, encode: encode) {
          bytes += $0.count
          try write($0)
        }
        let fitting = (end - start) * Self.bytesAtOnce / max(1, bytes)
        atOnce = min(max(options.threads, fitting), 4 * atOnce, 1 << 13)
        start = end
      }
    }
  }

  /// Predicts for some lines.
  private func predict(
    _ lines: DeletionSetLines,
    _ range: Range<Int>,
    of units: Units,
    in dataset: Dataset,
    options: ExecutionOptions,
    encode: @escaping Encoding,
    write: ([UInt8]) throws -> Void
  ) throws {
    let length = min(64, max(1, range.count / (8 * options.threads)))
    let pieces = (range.count + length - 1) / length
    let results = Mutex(Results(pieces: pieces))
    var fault: (any Error)?
    do {
      try Parallel.forEach(pieces, threads: options.threads) { () in
        Worker(scratch: scratch(), marks: PositionMarks(count: units.count))
      } body: { worker, index in
        var bytes: [UInt8] = []
        var isWhole = false
        defer { results.withLock { $0.note(bytes, of: index, isWhole: isWhole) } }
        for line in lines.lines[range].dropFirst(index * length).prefix(length) {
          let deleted = try lines.units(line, of: units, in: dataset, &worker.marks)
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
    let scratch: PredictionScratch
    var marks: PositionMarks

    init(scratch: PredictionScratch, marks: PositionMarks) {
      self.scratch = scratch
      self.marks = marks
    }
  }
}
