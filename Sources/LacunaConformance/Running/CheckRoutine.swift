import FoundationEssentials
import LacunaPluginHost

/// A piece of work that a check can have done in a further child process.
public struct CheckRoutine: Sendable {
  /// The name, by which checks ask for it.
  public let name: String
  let body: @Sendable (RoutineCall) throws -> [UInt8]

  /// A routine that gives a value.
  public init<Result: Encodable & SendableMetatype>(
    _ name: String,
    body: @escaping @Sendable (RoutineCall) throws -> Result
  ) {
    self.name = name
    self.body = { Array(try JSONEncoder.exact.encode([try body($0)])) }
  }
}

/// The call of a routine, in its child process.
public struct RoutineCall: Sendable {
  /// The context of the check that asked for it.
  public let context: CheckContext
  let bytes: [UInt8]
  let send: @Sendable ([UInt8]) throws -> Void

  /// What the check passed.
  public func argument<Argument: Decodable>(as type: Argument.Type = Argument.self) throws
    -> Argument
  {
    try JSONDecoder.exact.decode([Argument].self, from: Data(bytes))[0]
  }

  /// Tells the check something before the routine ends.
  public func report(_ value: some Encodable) throws {
    try send(Array(try JSONEncoder.exact.encode([value])))
  }
}

/// A routine at work in its child process, as a check sees it.
public final class RoutineChild: Sendable {
  private let process: ChildProcess
  private let job: CheckJob

  init(_ process: ChildProcess, _ job: CheckJob) {
    self.process = process
    self.job = job
  }

  /// The next thing that the routine reports.
  ///
  /// - Throws: ``Finding`` when it ended, crashed or said something else.
  public func report<Report: Decodable>(
    as type: Report.Type = Report.self,
    within seconds: Double = 20
  ) throws -> Report {
    guard case .report(let bytes) = try answer(seconds) else {
      throw Finding("a child process ended before it reported what it was asked for")
    }
    return try JSONDecoder.exact.decode([Report].self, from: Data(bytes))[0]
  }

  /// What the routine gives, once its process has ended in peace.
  ///
  /// - Throws: ``Finding`` when it failed, ended, crashed or took too long.
  public func result<Result: Decodable>(
    as type: Result.Type = Result.self,
    within seconds: Double = 20
  ) throws -> Result {
    while true {
      switch try answer(seconds) {
      case .result(let bytes):
        let ending = process.ended(within: 10)
        guard ending == .exited(code: 0) else {
          throw Finding("after its work, " + ending.words(cause: nil))
        }
        return try JSONDecoder.exact.decode([Result].self, from: Data(bytes))[0]
      case .report: continue
      case .finding(let message): throw Finding(message)
      case .notApplicable(let reason): throw NotApplicable(reason)
      case .passed, .crashing: throw Finding("a child process gave no result")
      }
    }
  }

  /// Kills the process, and whatever it started, in the middle of what it does.
  public func kill() { _ = process.ended(within: 0) }

  /// How the process ended.
  public func ended(within seconds: Double = 20) -> ChildProcess.Ending {
    process.ended(within: seconds)
  }

  private func answer(_ seconds: Double) throws -> CheckAnswer.Content {
    var cause: CrashCause?
    while let frame = try frame(seconds) {
      let content = try CheckAnswer(frame, of: job).content
      guard case .crashing(let known) = content else { return content }
      cause = known
    }
    throw Finding(process.ended(within: 5).words(cause: cause))
  }

  /// The next frame; nil when there is none before the end.
  private func frame(_ seconds: Double) throws -> [UInt8]? {
    do {
      return try process.channel.receive(within: seconds)
    } catch {
      guard error != .closed else { return nil }
      kill()
      throw Finding("in a child process: \(error)")
    }
  }
}

extension CheckContext {
  /// Starts a routine in a further child process, with the same library.
  ///
  /// - Parameters:
  ///   - routine: the name of a routine of the catalogue.
  ///   - argument: what it is passed.
  /// - Returns: the routine at work.
  /// - Throws: ``ChildError``, or ``NotApplicable`` where no child can be started.
  public func child(_ routine: String, _ argument: some Encodable) throws -> RoutineChild {
    guard let launcher else { throw NotApplicable("no further processes can be started here") }
    let bytes = Array(try JSONEncoder.exact.encode([argument]))
    let job = CheckJob(.routine(name: routine, argument: bytes), self, launcher)
    return RoutineChild(try launcher.start(job), job)
  }

  /// Starts a routine that takes nothing.
  public func child(_ routine: String) throws -> RoutineChild { try child(routine, 0) }
}

extension JSONEncoder {
  /// Also for numbers that are not finite.
  static var exact: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    return encoder
  }
}

extension JSONDecoder {
  /// Also for numbers that are not finite.
  static var exact: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    return decoder
  }
}
