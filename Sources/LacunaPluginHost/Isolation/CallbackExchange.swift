import LacunaSketching
import Synchronization

extension ForeignHooks {
  /// Hooks that ask the parent process, one at a time.
  init(over channel: FrameChannel, rows: [[Double]]) {
    self.init()
    let exchange = CallbackExchange(channel: channel)
    progress = { exchange.progress($0) }
    log = { exchange.log($0) }
    isCancelled = { exchange.isCancelled() }
    self.rows = rows
  }
}

/// Callbacks on their way to the parent; a library may call back from several threads.
///
/// A library may ask whether to stop at each of a million rows. The first few times of a call the parent
/// is asked, and then once in a while: in between, what it said last holds. So it is with progress.
private final class CallbackExchange: Sendable {
  private let channel: FrameChannel
  private let turn = Mutex(Turn())

  private struct Turn {
    var progress = Pace()
    var question = Pace()
    var isCancelled = false
  }

  /// When something is due again.
  private struct Pace {
    private var count = 0
    private var next = ContinuousClock.now

    mutating func isDue() -> Bool {
      let now = ContinuousClock.now
      guard count < 4 || now >= next else { return false }
      count += 1
      next = now + .milliseconds(10)
      return true
    }
  }

  init(channel: FrameChannel) { self.channel = channel }

  func progress(_ fraction: Double) {
    turn.withLock { if fraction >= 1 || $0.progress.isDue() { send(.progress(fraction)) } }
  }

  func log(_ line: String) {
    turn.withLock { _ in send(.log(line)) }
  }

  /// Whether the parent wants to stop; one that does not answer wants nothing any more.
  func isCancelled() -> Bool {
    turn.withLock { turn in
      if turn.question.isDue() {
        send(.isCancelled)
        let answer = try? channel.receive(within: 60)
        turn.isCancelled = answer.map { $0 == [1] } ?? true
      }
      return turn.isCancelled
    }
  }

  private func send(_ callback: WireCallback) {
    // The parent ends this process when it goes: there is nobody to tell of a failure.
    if let frame = try? Wire.encoded(WorkerResponse.callback(callback)) {
      try? channel.send(frame)
    }
  }
}
