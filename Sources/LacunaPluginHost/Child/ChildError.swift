import LacunaProtocols

/// What can go wrong with a child process.
public enum ChildError: LacunaError, Hashable {
  /// A process that the system does not start.
  case cannotStart(executable: String, reason: String)
  /// A process that ended, or closed its end, before it answered.
  case closed
  /// A process that has not answered in time.
  case silent(seconds: Double)
  /// Somebody who no longer wants to wait.
  case cancelled
  /// A frame that is not what was agreed on.
  case malformed(reason: String)

  /// What the system refuses, a wish to stop, or a fault.
  public var category: ErrorCategory {
    switch self {
    case .cannotStart: .osError
    case .cancelled: .temporary
    case .closed, .silent, .malformed: .software
    }
  }

  /// What was wrong, and what was expected.
  public var description: String {
    switch self {
    case .cannotStart(let executable, let reason):
      "\(executable) cannot be started as a child process: \(reason)"
    case .closed:
      "the child process ended before it answered"
    case .silent(let seconds):
      "the child process has not answered within \(seconds.formatted) s"
    case .cancelled:
      "interrupted while waiting for a child process"
    case .malformed(let reason):
      "the child process answered with something else than agreed: \(reason)"
    }
  }
}

extension Double {
  /// Without a fraction when there is none.
  var formatted: String {
    self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
  }
}
