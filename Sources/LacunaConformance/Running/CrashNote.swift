import Foundation
import LacunaPluginHost

/// Tells the parent why a process is about to crash, where the signal alone does not.
///
/// A handler on a stack of its own looks at the address of the fault and at the memory taken, sends one
/// of the frames made beforehand, and lets the signal do what it does.
enum CrashNote {
  /// The signals of crashes.
  static let signals = [SIGSEGV, SIGBUS, SIGILL, SIGABRT, SIGTRAP, SIGFPE]

  /// All that the handler reads; made before it is installed.
  private struct State {
    var socket: Int32 = -1
    var frames: [CrashCause: UnsafeBufferPointer<UInt8>] = [:]
    /// Addresses around the end of the stack on which plugins are called.
    var stackEnd: ClosedRange<UInt> = 0...0
    /// The pages from which on a crash is one of memory.
    var manyPages = Int.max
  }

  private struct Place: @unchecked Sendable {
    let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64)
    init() {
      state.initialize(to: State())
      text.initialize(repeating: 0)
    }
  }
  private static let place = Place()

  /// Installs the handler for the calling thread, on which plugins are called.
  static func install(_ channel: FrameChannel, _ job: CheckJob) {
    var state = State()
    state.socket = channel.descriptor
    for cause in CrashCause.allCases {
      let body = CheckAnswer(.crashing(cause), to: job).encoded()
      let bytes = withUnsafeBytes(of: UInt64(body.count).littleEndian) { Array($0) } + body
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
      _ = copy.initialize(from: bytes)
      state.frames[cause] = UnsafeBufferPointer(copy)
    }
    state.stackEnd = stackEnd()
    state.manyPages =
      Int(clamping: job.launcher.memoryLimit / 2) / Int(sysconf(Int32(_SC_PAGESIZE)))
    place.state.pointee = state
    useOwnStack()
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = { number, info, _ in
      CrashNote.handle(info)
      // A signal that somebody sent does not come again by itself.
      raise(number)
    }
    // Once: then the signal does what it would have done.
    action.sa_flags =
      Int32(SA_SIGINFO) | Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
    for signal in signals { sigaction(signal, &action, nil) }
  }

  /// Handlers of the calling thread run on memory of their own, for the stack may be full.
  private static func useOwnStack() {
    let size = 64 << 10
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
  }

  /// Around the lower end of the mapping in which the calling thread's stack lies.
  private static func stackEnd() -> ClosedRange<UInt> {
    var local = 0
    let here = withUnsafeBytes(of: &local) { UInt(bitPattern: $0.baseAddress) }
    // Files of the kernel have no length, and reading them by their length gives their beginning alone.
    let file = FileHandle(forReadingAtPath: "/proc/self/maps")
    let maps = String(decoding: (try? file?.readToEnd()) ?? Data(), as: UTF8.self)
    for line in maps.split(separator: "\n") {
      let ends = line.prefix { $0 != " " }.split(separator: "-").map { UInt($0, radix: 16) }
      guard ends.count == 2, let low = ends[0], let high = ends[1], low..<high ~= here else {
        continue
      }
      let margin: UInt = 64 << 10
      return low < margin ? 0...0 : (low - margin)...(low + margin)
    }
    return 0...0
  }

  private static func handle(_ info: UnsafeMutablePointer<siginfo_t>?) {
    let state = place.state.pointee
    let address = UInt(bitPattern: info?.pointee._sifields._sigfault.si_addr)
    let isFault = info?.pointee.si_signo == SIGSEGV || info?.pointee.si_signo == SIGBUS
    let cause: CrashCause? =
      isFault && state.stackEnd.contains(address)
      ? .stackOverflow : pagesTaken() >= state.manyPages ? .outOfMemory : nil
    guard let cause, let frame = state.frames[cause] else { return }
    _ = send(
      state.socket,
      frame.baseAddress,
      frame.count,
      Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    )
  }

  /// The pages of addresses that the process has mapped.
  private static func pagesTaken() -> Int {
    let file = open("/proc/self/statm", O_RDONLY)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    let count = read(file, place.text.baseAddress, place.text.count)
    var pages = 0
    for index in 0..<max(count, 0) {
      let byte = place.text[index]
      guard byte >= 0x30, byte <= 0x39 else { break }
      pages = pages * 10 + Int(byte - 0x30)
    }
    return pages
  }
}
