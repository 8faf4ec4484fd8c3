/// How work that is handed out in equal pieces to threads fills the time.
///
/// All threads work until the last pieces, of which there may be fewer than threads: three pieces on two
/// threads take as long as four.
public struct RunPace: Equatable, Sendable {
  /// The number of pieces, all alike.
  public let pieces: Int
  /// How many threads work at once.
  public let threads: Int

  /// A number of pieces, at least one, on at most as many threads.
  public init(pieces: Int, threads: Int) {
    self.pieces = max(1, pieces)
    self.threads = max(1, min(threads, pieces))
  }

  /// How many pieces each thread does, the last of which some may do without.
  public var rounds: Int { (pieces + threads - 1) / threads }

  /// The share of the time that has gone when a share of the work is done, from 0 to 1.
  public func time(done: Double) -> Double {
    let done = min(max(done, 0), 1) * Double(pieces)
    let full = pieces / threads
    let inFull = Double(full * threads)
    let last = pieces - full * threads
    let time =
      done <= inFull || last == 0
      ? done / Double(threads)
      : Double(full) + (done - inFull) / Double(last)
    return min(1, time / Double(rounds))
  }

  /// The share of the work that is done when each thread has done a piece.
  public var firstRound: Double { Double(threads) / Double(pieces) }

  /// Whether so much is done that every thread has seen a whole piece.
  public func isMeasured(_ progress: Progress) -> Bool {
    progress.total > 0 && progress.share >= firstRound
  }

  /// The time of the whole run, from how far it has come; nil before anything is done.
  ///
  /// - Parameters:
  ///   - progress: how far the run is.
  ///   - elapsed: the seconds since it began.
  /// - Returns: the seconds from its beginning to its end.
  public func total(_ progress: Progress, elapsed: Double) -> Double? {
    let time = time(done: progress.share)
    return time > 0 ? elapsed / time : nil
  }

  /// The time of the whole run, from how far it has come since it was seen first.
  ///
  /// What came before, such as getting memory, is not taken to go on: only the rate since then is.
  ///
  /// - Parameters:
  ///   - progress: how far the run is.
  ///   - elapsed: the seconds since it began.
  ///   - first: how far it was when it was seen first, and the seconds until then.
  /// - Returns: the seconds of the whole run; nil before anything is done.
  public func total(
    _ progress: Progress,
    elapsed: Double,
    since first: (progress: Progress, elapsed: Double)
  ) -> Double? {
    let (from, to) = (time(done: first.progress.share), time(done: progress.share))
    guard to > from, elapsed > first.elapsed else { return total(progress, elapsed: elapsed) }
    return elapsed + (1 - to) * (elapsed - first.elapsed) / (to - from)
  }

  /// The time of the whole run, when a piece takes so long.
  public func total(piece seconds: Double) -> Double { seconds * Double(rounds) }
}

extension Progress {
  /// The part that is done, from 0 to 1.
  public var share: Double { total > 0 ? Double(done) / Double(total) : 0 }
}

extension Precompute {
  /// How the run fills the time.
  public func pace(_ ranges: [Range<Int>]) -> RunPace {
    RunPace(pieces: pieceCount(ranges), threads: options.threads)
  }

  /// The first pieces of a run, one for each thread, to be tried.
  ///
  /// A thread that trains several together is a little faster than one by one.
  public func trial(_ ranges: [Range<Int>]) -> [Range<Int>] {
    // So many ranges have at least so many blocks.
    blocks(of: Array(ranges.prefix(options.threads))).prefix(options.threads).map(\.directions)
  }
}
