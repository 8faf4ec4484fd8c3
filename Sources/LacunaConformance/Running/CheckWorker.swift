import Foundation
import LacunaPluginHost

/// The child's side: takes a job from the parent, does it, and answers.
public enum CheckWorker {
  /// The exit code of a worker that could not answer.
  public static let failureCode: Int32 = 70

  /// Does the one job that the parent gives, on standard input.
  ///
  /// - Throws: ``ChildError`` when there is no parent, or it cannot be answered.
  public static func run(onLost: @escaping @Sendable (_ code: Int32) -> Void) throws(ChildError) {
    // The limit is set once the job has named it.
    let channel = try ChildSide.begin(memoryLimit: .max, onLost: onLost)
    guard let frame = try channel.receive(within: 60) else { throw .closed }
    guard let job = try? JSONDecoder().decode(CheckJob.self, from: Data(frame)) else {
      throw .malformed(reason: "a frame of \(frame.count) bytes that is no job")
    }
    ChildSide.limitMemory(job.launcher.memoryLimit)
    // Files that a plugin leaves lie where they are removed.
    _ = FileManager.default.changeCurrentDirectoryPath(job.scratch)
    let content = onThread {
      CrashNote.install(channel, job)
      return answer(job, channel)
    }
    try channel.send(CheckAnswer(content, to: job).encoded())
  }

  /// Runs a body on a thread whose stack is that of a main thread, and waits for it.
  private static func onThread(
    _ body: @escaping @Sendable () -> CheckAnswer.Content
  ) -> CheckAnswer.Content {
    let box = AnswerBox()
    let thread = Thread {
      box.content = body()
      box.done.signal()
    }
    thread.stackSize = 8 << 20
    thread.start()
    box.done.wait()
    return box.content
  }

  private static func answer(_ job: CheckJob, _ channel: FrameChannel) -> CheckAnswer.Content {
    do {
      switch job.work {
      case .check(let id):
        guard let check = ConformanceCatalogue.check(id) else {
          return .finding("there is no check '\(id)'")
        }
        try check.body(job.context)
        return .passed
      case .routine(let name, let argument):
        guard let routine = ConformanceCatalogue.routines.first(where: { $0.name == name }) else {
          return .finding("there is no routine '\(name)'")
        }
        return .result(
          try routine.body(
            RoutineCall(context: job.context, bytes: argument) {
              try channel.send(CheckAnswer(.report($0), to: job).encoded())
            }
          )
        )
      }
    } catch {
      return CheckAnswer.Content(error)
    }
  }

  /// What a thread leaves for the one that waits for it.
  private final class AnswerBox: @unchecked Sendable {
    var content = CheckAnswer.Content.passed
    let done = DispatchSemaphore(value: 0)
  }
}

extension CheckAnswer.Content {
  /// What a body that threw has to say: anything but ``NotApplicable`` is a finding.
  init(_ error: any Error) {
    self =
      switch error {
      case let reason as NotApplicable: .notApplicable(reason.description)
      case let finding as Finding: .finding(finding.description)
      default: .finding("\(error)")
      }
  }
}
