import LacunaProtocols
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Another run of an executable, in a process group of its own: what happens in it stays in it.
///
/// Its standard input is a socket, over which frames go both ways; its output and errors are captured
/// up to a limit. Dropping the last reference ends the whole group.
public final class ChildProcess: @unchecked Sendable {
  /// How a process ended.
  public enum Ending: Hashable, Sendable {
    /// It returned from its main function or called `exit`.
    case exited(code: Int32)
    /// A signal ended it.
    case signalled(number: Int32)
    /// It was stopped because it took too long.
    case timedOut
    /// It was stopped because it wrote too much.
    case flooded
  }

  /// The frames that go to the process and come from it.
  public let channel: FrameChannel
  private let identifier: pid_t
  private let capture: OutputCapture
  private let ending = Mutex<Ending?>(nil)

  /// Starts an executable.
  ///
  /// - Parameters:
  ///   - executable: its absolute path.
  ///   - arguments: what follows the name of the program.
  ///   - outputLimit: the bytes of output and errors together, after which it is stopped.
  /// - Throws: ``ChildError/cannotStart(executable:reason:)``.
  public init(
    _ executable: String,
    _ arguments: [String],
    outputLimit: Int = 16 << 20
  ) throws(ChildError) {
    var sockets: [Int32] = [-1, -1]
    var outputs: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &sockets) == 0 else {
      throw .cannotStart(executable: executable, reason: systemMessage(errno))
    }
    guard socketpair(AF_UNIX, kind, 0, &outputs) == 0 else {
      let code = errno
      for socket in sockets { close(socket) }
      throw .cannotStart(executable: executable, reason: systemMessage(code))
    }
    var identifier: pid_t = 0
    let code = Self.spawn(executable, arguments, sockets[1], outputs[1], &identifier)
    close(sockets[1])
    close(outputs[1])
    guard code == 0 else {
      close(sockets[0])
      close(outputs[0])
      throw .cannotStart(executable: executable, reason: systemMessage(code))
    }
    self.identifier = identifier
    channel = FrameChannel(descriptor: sockets[0])
    let group = identifier
    capture = OutputCapture(outputs[0], limit: outputLimit) { kill(-group, SIGKILL) }
  }

  deinit {
    _ = ended(within: 0)
    channel.close()
  }

  /// Waits until the process has ended, and stops it when that takes too long.
  ///
  /// Whatever the process started in its group ends with it.
  public func ended(within seconds: Double) -> Ending {
    ending.withLock { known in
      if let known { return known }
      let status = waited(Deadline(after: seconds))
      kill(-identifier, SIGKILL)
      let result: Ending =
        if capture.isFlooded {
          .flooded
        } else if let status {
          Self.ending(status)
        } else {
          .timedOut
        }
      if status == nil { reap() }
      capture.finish()
      known = result
      return result
    }
  }

  /// Whether the process has ended; what it started may live on, and hold its end of the channel open.
  public var hasEnded: Bool {
    ending.withLock { known in
      if known != nil { return true }
      var facts = siginfo_t()
      let found = waitid(P_PID, id_t(identifier), &facts, WEXITED | WNOHANG | WNOWAIT)
      return found == 0 && facts.si_signo == SIGCHLD
    }
  }

  /// What the process wrote to its output and errors: the first 64 KiB.
  public var output: String { capture.text }

  /// Lets the limit of what the process may write count from here.
  func renewOutputLimit() { capture.renewLimit() }

  /// How many bytes the process wrote to its output and errors.
  public var outputCount: Int { capture.count }

  /// The status when the process ends in time.
  private func waited(_ deadline: Deadline) -> Int32? {
    var status: Int32 = 0
    var pause: Int32 = 1
    while true {
      let result = waitpid(identifier, &status, WNOHANG)
      if result == identifier { return status }
      if result < 0, errno != EINTR { return nil }
      if deadline.hasPassed { return nil }
      // A child that is about to end is not kept waiting; one that works is not disturbed.
      _ = poll(nil, 0, min(pause, max(deadline.milliseconds, 1)))
      pause = min(pause * 2, 20)
    }
  }

  private func reap() {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
  }

  private static func ending(_ status: Int32) -> Ending {
    let signal = status & 0x7f
    return signal == 0 ? .exited(code: (status >> 8) & 0xff) : .signalled(number: signal)
  }
}

extension ChildProcess {
  /// Starts a program with the socket as its input, in a group of its own, and with default signals.
  private static func spawn(
    _ executable: String,
    _ arguments: [String],
    _ input: Int32,
    _ output: Int32,
    _ identifier: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(flags))
    posix_spawnattr_setpgroup(&attributes, 0)
    var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    return posix_spawn(&identifier, executable, &actions, &attributes, words, environ)
  }
}

/// What the system says of an error number.
func systemMessage(_ code: Int32) -> String { String(cString: strerror(code)) }
