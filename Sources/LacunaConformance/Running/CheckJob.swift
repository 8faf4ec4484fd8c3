import FoundationEssentials
import LacunaPluginHost

/// What a child process is to do.
struct CheckJob: Codable, Sendable {
  /// A check, or a routine that a check has asked for.
  enum Work: Codable, Sendable {
    case check(id: String)
    case routine(name: String, argument: [UInt8])
  }

  /// Repeated in every answer: a plugin that finds the channel does not know it.
  let nonce: String
  let work: Work
  let path: String
  let seed: UInt64
  let scratch: String
  let material: CheckContext.Material
  let launcher: CheckLauncher

  init(_ work: Work, _ context: CheckContext, _ launcher: CheckLauncher) {
    var random = SystemRandomNumberGenerator()
    nonce = String(random.next(), radix: 16) + String(random.next(), radix: 16)
    self.work = work
    path = context.path
    seed = context.seed
    scratch = context.scratch
    material = context.material
    self.launcher = launcher
  }

  /// What the body of a check works with.
  var context: CheckContext {
    CheckContext(path: path, seed: seed, scratch: scratch, material: material, launcher: launcher)
  }

  func encoded() -> [UInt8] { CheckAnswer.encode(self) }
}

/// What comes back from a child process.
struct CheckAnswer: Codable, Sendable {
  enum Content: Codable, Sendable {
    case passed
    case finding(String)
    case notApplicable(String)
    /// The process is about to be ended by a signal; why, if it is known.
    case crashing(CrashCause)
    /// Something that a routine has to say before it ends.
    case report([UInt8])
    /// What a routine gives.
    case result([UInt8])
  }

  let nonce: String
  let content: Content

  /// The answer in a frame.
  ///
  /// - Throws: ``ChildError/malformed(reason:)`` when it is not one, or of another job.
  init(_ frame: [UInt8], of job: CheckJob) throws(ChildError) {
    guard let answer = try? JSONDecoder().decode(Self.self, from: Data(frame)),
      answer.nonce == job.nonce
    else { throw .malformed(reason: "\(frame.count) bytes that are no answer of the check") }
    self = answer
  }

  init(_ content: Content, to job: CheckJob) {
    nonce = job.nonce
    self.content = content
  }

  func encoded() -> [UInt8] { Self.encode(self) }

  /// A value as JSON.
  static func encode(_ value: some Encodable) -> [UInt8] {
    // Of what is encoded here nothing can fail: there are no floating-point numbers.
    (try? JSONEncoder().encode(value)).map { Array($0) } ?? []
  }
}
