import LacunaPluginHost

/// A check in its child process, and what its end means.
extension ConformanceRunner {
  /// The seconds that a process has to end after it has answered.
  private static let patience = 10.0

  func isolated(
    _ check: ConformanceCheck,
    _ context: CheckContext
  ) throws(ChildError) -> (Verdict, output: String) {
    let job = CheckJob(.check(id: check.id), context, launcher)
    let child = try launcher.start(job)
    let verdict = Self.verdict(of: child, job, timeout ?? check.timeout)
    return (verdict, child.output)
  }

  private static func verdict(
    of child: ChildProcess,
    _ job: CheckJob,
    _ timeout: Double
  ) -> Verdict {
    var heard = Heard()
    switch heard.listen(to: child, job, within: timeout, untilVerdict: true) {
    case .silent:
      let ending = child.ended(within: 0)
      guard ending == .timedOut else { return .crash(ending.words(cause: heard.cause)) }
      // Where the data is large, or the machine slow, that is no fault of a plugin.
      let advice = job.material.data == nil ? "" : ", and --examples takes less of the data"
      return .crash(
        "it did not end within \(Int(timeout)) s and was killed; --timeout gives it longer\(advice)"
      )
    case .malformed(let reason):
      _ = child.ended(within: 0)
      return .crash("something else than the check wrote to its channel: \(reason)")
    default:
      break  // How it ended tells more.
    }
    let ending = child.ended(within: patience)
    // What it said between its answer and its end.
    if case .malformed(let reason) = heard.listen(to: child, job, within: 0.1, untilVerdict: false)
    {
      return .crash("something else than the check wrote to its channel: \(reason)")
    }
    guard let verdict = heard.verdict, heard.count == 1 else {
      return .crash(
        heard.count > 1
          ? "\(heard.count) answers came from one check" : ending.words(cause: heard.cause)
      )
    }
    guard ending != .exited(code: 0) else { return verdict }
    // A finding of the check says more than what it led to.
    if case .finding = verdict { return verdict }
    return .crash(
      "after the check, at the end of the process, " + ending.words(cause: heard.cause)
    )
  }

  /// What has been heard from a child.
  private struct Heard {
    var verdict: Verdict?
    var count = 0
    var cause: CrashCause?

    /// Takes frames until there are no more, or there is a verdict; returns what went wrong.
    mutating func listen(
      to child: ChildProcess,
      _ job: CheckJob,
      within seconds: Double,
      untilVerdict: Bool
    ) -> ChildError? {
      do {
        while !untilVerdict || verdict == nil {
          guard let frame = try child.channel.receive(within: seconds) else { return nil }
          try take(frame, of: job)
        }
        return nil
      } catch {
        return error
      }
    }

    private mutating func take(_ frame: [UInt8], of job: CheckJob) throws(ChildError) {
      let content = try CheckAnswer(frame, of: job).content
      if case .crashing(let cause) = content {
        self.cause = cause
        return
      }
      guard let verdict = Verdict(content) else {
        throw .malformed(reason: "an answer of a routine")
      }
      self.verdict = verdict
      count += 1
    }
  }
}

extension Verdict {
  /// The verdict that an answer is.
  init?(_ content: CheckAnswer.Content) {
    switch content {
    case .passed: self = .passed
    case .finding(let message): self = .finding(message)
    case .notApplicable(let reason): self = .notApplicable(reason)
    case .crashing, .report, .result: return nil
    }
  }
}
