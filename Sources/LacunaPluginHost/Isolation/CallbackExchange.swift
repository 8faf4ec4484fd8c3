import LacunaSketching
import Synchronization

extension ForeignHooks {
  /// Hooks that ask the parent process, one at a time.
  init(over channel: FrameChannel, rows: [[Double]]) {
    self.init()
    let exchange = CallbackExchange(channel: channel)
    progress = { exchange.tell(.progress($0)) }
    log = { exchange.tell(.log($0)) }
    isCancelled = { exchange.ask(.isCancelled) }
    self.rows = rows
  }
}

/// Callbacks on their way to the parent; a library may call back from several threads.
private final class CallbackExchange: Sendable {
  private let channel: FrameChannel
  private let turn = Mutex(())

  init(channel: FrameChannel) { self.channel = channel }

  func tell(_ callback: WireCallback) {
    turn.withLock { _ in send(callback) }
  }

  /// Whether the parent says yes; a parent that does not answer wants nothing any more.
  func ask(_ callback: WireCallback) -> Bool {
    turn.withLock { _ in
      send(callback)
      let answer = try? channel.receive(within: 60)
      return answer.map { $0 == [1] } ?? true
    }
  }

  private func send(_ callback: WireCallback) {
    // The parent ends this process when it goes: there is nobody to tell of a failure.
    if let frame = try? Wire.encoded(WorkerResponse.callback(callback)) {
      try? channel.send(frame)
    }
  }
}
