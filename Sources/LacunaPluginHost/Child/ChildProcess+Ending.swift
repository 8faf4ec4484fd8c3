#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension ChildProcess.Ending: CustomStringConvertible {
  /// What happened, after the name of who did it.
  public var description: String {
    switch self {
    case .exited(let code): "ended the process with exit(\(code))"
    case .signalled(let number): "crashed with signal \(number) (\(Self.name(of: number)))"
    case .timedOut: "took too long and was stopped"
    case .flooded: "flooded its output and was stopped"
    }
  }

  /// What a signal says of a crash.
  private static func name(of signal: Int32) -> String {
    switch signal {
    case SIGILL: "an illegal instruction: a failed precondition of Swift, or another trap"
    case SIGABRT: "abort"
    case SIGBUS: "a bus error"
    case SIGFPE: "a division by zero"
    case SIGKILL: "killed, perhaps for its use of memory"
    case SIGSEGV: "a segmentation fault: a bad pointer, or a stack that overflowed"
    case SIGALRM: "an alarm"
    case SIGXCPU: "too much processor time"
    case SIGXFSZ: "a file too large"
    default: strsignal(signal).map { String(cString: $0) } ?? "unknown"
    }
  }
}
