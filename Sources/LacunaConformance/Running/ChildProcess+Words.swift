import Foundation
import LacunaPluginHost

extension ChildProcess.Ending {
  /// How a process that should have answered ended, in words.
  func words(cause: CrashCause?) -> String {
    switch self {
    case .exited(let code) where code == ChildSide.lostChannelCode:
      "the plugin closed descriptors that are not its own"
    case .exited(let code): "the plugin ended the process with exit(\(code))"
    case .timedOut: "the process did not end and was killed"
    case .flooded: "the plugin flooded standard output or standard error"
    case .signalled(let number):
      switch cause {
      case .stackOverflow: "the plugin overflowed the stack (\(Self.name(number)))"
      case .outOfMemory: "the plugin took all memory that it may have (\(Self.name(number)))"
      case nil: "the plugin crashed with \(Self.name(number)): \(Self.meaning(number))"
      }
    }
  }

  private static func name(_ number: Int32) -> String {
    let names: [Int32: String] = [
      SIGILL: "SIGILL", SIGSEGV: "SIGSEGV", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
      SIGTRAP: "SIGTRAP", SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGPIPE: "SIGPIPE",
      SIGSYS: "SIGSYS", SIGXFSZ: "SIGXFSZ", SIGXCPU: "SIGXCPU", SIGHUP: "SIGHUP", SIGINT: "SIGINT",
      SIGALRM: "SIGALRM",
    ]
    return names[number] ?? "signal \(number)"
  }

  private static func meaning(_ number: Int32) -> String {
    switch number {
    case SIGILL, SIGTRAP: "illegal instruction; in Swift a trap, such as an index out of range"
    case SIGSEGV, SIGBUS: "memory that it may not use"
    case SIGABRT: "it called abort, or an assertion failed"
    case SIGFPE: "an integer division by zero"
    case SIGKILL: "it was killed, perhaps for want of memory"
    default: String(cString: strsignal(number))
    }
  }
}
