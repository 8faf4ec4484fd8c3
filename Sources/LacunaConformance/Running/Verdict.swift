/// What came of a check.
public enum Verdict: Hashable, Sendable {
  /// The plugin does what the check asks for.
  case passed
  /// The plugin has nothing that the check looks at; why.
  case notApplicable(String)
  /// What the check found.
  case finding(String)
  /// How the process of the check ended before the check did, or what else kept it from answering.
  case crash(String)
}

/// A check of a library, and what came of it.
public struct CheckResult: Sendable {
  /// The check.
  public let check: ConformanceCheck
  /// The absolute path of the library.
  public let path: String
  /// From which its random choices were drawn.
  public let seed: UInt64
  /// What came of it.
  public let verdict: Verdict
  /// How long it took.
  public let seconds: Double
  /// The beginning of what the process wrote to its output and errors.
  public let output: String

  /// The finding, if it is one.
  public var finding: String? {
    switch verdict {
    case .finding(let message), .crash(let message): message
    case .passed, .notApplicable: nil
    }
  }
}
