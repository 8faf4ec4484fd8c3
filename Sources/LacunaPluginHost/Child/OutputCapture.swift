import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads what a process writes, keeps its beginning, and reports a flood.
final class OutputCapture: Sendable {
  private struct State {
    var beginning: [UInt8] = []
    var count = 0
    /// From where the limit counts.
    var start = 0
    var isFlooded = false
    var isFinished = false
  }

  /// How much is kept.
  private static let kept = 64 << 10

  /// A socket: unlike the reader of a pipe, its reader can be woken.
  private let descriptor: Int32
  private let limit: Int
  private let onFlood: @Sendable () -> Void
  private let state = Mutex(State())
  private let end = DispatchSemaphore(value: 0)

  /// Reads a socket, which it owns, on a thread of its own until all writers have gone.
  init(_ descriptor: Int32, limit: Int, onFlood: @escaping @Sendable () -> Void) {
    self.descriptor = descriptor
    self.limit = limit
    self.onFlood = onFlood
    Thread.detachNewThread { [self] in
      readAll()
      end.signal()
    }
  }

  /// What was written first.
  var text: String { state.withLock { String(decoding: $0.beginning, as: UTF8.self) } }
  /// How much was written.
  var count: Int { state.withLock { $0.count } }
  /// Whether it was too much.
  var isFlooded: Bool { state.withLock { $0.isFlooded } }

  /// Lets the limit count from here.
  func renewLimit() { state.withLock { $0.start = $0.count } }

  /// Takes what has been written until now, and stops reading; calling it again changes nothing.
  func finish() {
    let isFirst = state.withLock { state in
      defer { state.isFinished = true }
      return !state.isFinished
    }
    guard isFirst else { return }
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
    end.wait()
    close(descriptor)
  }

  private func readAll() {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      let floods = state.withLock { state in
        state.beginning += piece.prefix(min(count, Self.kept - state.beginning.count))
        state.count += count
        let isFirst = state.count - state.start > limit && !state.isFlooded
        if isFirst { state.isFlooded = true }
        return isFirst
      }
      if floods { onFlood() }
    }
  }
}
