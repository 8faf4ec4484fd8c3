import Dispatch
import Synchronization

/// Hands numbered pieces of work to threads, each of which keeps a worker of its own.
enum Parallel {
  /// Does each piece of work once.
  ///
  /// Which thread does which piece is left to chance; nothing may depend on it.
  ///
  /// - Parameters:
  ///   - count: the number of pieces.
  ///   - threads: how many threads work at once.
  ///   - makeWorker: called once on each thread.
  ///   - body: does a piece.
  /// - Throws: the error of the lowest-numbered piece that failed; later pieces are then not begun.
  static func forEach<Worker>(
    _ count: Int,
    threads: Int,
    makeWorker: @Sendable () throws -> Worker,
    body: @Sendable (Worker, Int) throws -> Void
  ) throws {
    let next = Mutex(0)
    let failure = Mutex<(piece: Int, error: any Error)?>(nil)
    let width = max(1, min(threads, count))
    DispatchQueue.concurrentPerform(iterations: width) { _ in
      var piece = -1
      do {
        let worker = try makeWorker()
        while failure.withLock({ $0 == nil }) {
          piece = next.withLock { value in
            defer { value += 1 }
            return value
          }
          guard piece < count else { return }
          try body(worker, piece)
        }
      } catch {
        let failed = piece
        failure.withLock { known in
          if known.map({ failed < $0.piece }) ?? true { known = (failed, error) }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }

  /// Does each piece of work once, by threads that need no worker and with work that cannot fail.
  static func forEach(_ count: Int, threads: Int, body: @Sendable (Int) -> Void) {
    guard count > 0 else { return }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < count else { return }
        body(piece)
      }
    }
  }
}

/// Adds up the progress of several threads.
final class ProgressCounter: Sendable {
  private let done = Mutex(0)
  private let total: Int
  private let report: @Sendable (Progress) -> Void

  init(total: Int, report: @escaping @Sendable (Progress) -> Void) {
    self.total = total
    self.report = report
  }

  /// Notes steps done; every so often they are reported.
  func add(_ steps: Int) {
    let now = done.withLock { value in
      value += steps
      return value
    }
    report(Progress(done: now, total: total))
  }
}
