import Foundation
import LacunaPluginHost
import Synchronization

/// Runs checks, each in a child process of its own, which is killed when it takes too long.
///
/// Nothing that a plugin does ends, holds up or confuses the runner: it is a finding.
public struct ConformanceRunner: Sendable {
  /// How child processes are started.
  public var launcher: CheckLauncher
  /// From which all random choices are drawn.
  public var seed: UInt64
  /// The data and the settings that somebody gave.
  public var material: CheckContext.Material
  /// The folder in which each check gets an empty one.
  public var scratchRoot: String
  /// The seconds after which a check is stopped, if they are not its own.
  public var timeout: Double?
  /// How many checks run at once.
  public var width: Int
  /// Whether checks run in this process, for a debugger: a crash is then a crash.
  public var inProcess: Bool
  /// Asked before each check whether to stop.
  public var isCancelled: @Sendable () -> Bool

  /// A runner.
  public init(
    launcher: CheckLauncher,
    scratchRoot: String,
    seed: UInt64 = 0,
    material: CheckContext.Material = .init(),
    timeout: Double? = nil,
    width: Int = 1,
    inProcess: Bool = false,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.launcher = launcher
    self.scratchRoot = scratchRoot
    self.seed = seed
    self.material = material
    self.timeout = timeout
    self.width = width
    self.inProcess = inProcess
    self.isCancelled = isCancelled
  }

  /// Why the learners of a library cannot be checked with the material, if that was given and is at fault.
  ///
  /// - Throws: ``ChildError/cannotStart(executable:reason:)`` or an error of the file system.
  public func materialFault(on path: String) throws -> String? {
    guard material.data != nil else { return nil }
    return try withScratch { scratch in
      let child = try context(path, scratch).child("given-data")
      do {
        return try child.result()
      } catch is Finding {
        // A library that crashes is the finding of a check.
        return nil
      }
    }
  }

  private func context(_ path: String, _ scratch: String) -> CheckContext {
    CheckContext(path: path, seed: seed, scratch: scratch, material: material, launcher: launcher)
  }

  /// Calls a function with an empty folder, which is removed afterwards.
  private func withScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
    let scratch = "\(scratchRoot)/lacuna-check-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    return try body(scratch)
  }

  /// Runs checks on a library.
  ///
  /// When ``ConformanceCatalogue/loading`` is among them, it comes first; where it does not live to its
  /// end, those that would load the library again are not run.
  ///
  /// - Parameters:
  ///   - checks: the checks.
  ///   - path: the absolute path of the library.
  ///   - onResult: called after each check, one at a time, in the order in which they end.
  /// - Returns: the results in the order of the checks; fewer when it was cancelled.
  /// - Throws: ``ChildError/cannotStart(executable:reason:)`` or an error of the file system.
  public func run(
    _ checks: [ConformanceCheck],
    on path: String,
    onResult: @escaping @Sendable (CheckResult) -> Void = { _ in }
  ) throws -> [CheckResult] {
    let fate = try checks.first { $0.id == ConformanceCatalogue.loading }.map {
      try run($0, on: path)
    }
    let results = Mutex([CheckResult?](repeating: nil, count: checks.count))
    let failure = Mutex<(any Error)?>(nil)
    let next = Mutex(0)
    let threads = inProcess ? 1 : max(1, min(width, checks.count))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while failure.withLock({ $0 == nil }), !isCancelled() {
        let index = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard index < checks.count else { return }
        do {
          let result = try gate(checks[index], on: path, fate) ?? run(checks[index], on: path)
          results.withLock {
            $0[index] = result
            onResult(result)
          }
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// What is known of a check before it is run, by the fate of the one that loads the library.
  private func gate(_ check: ConformanceCheck, on path: String, _ fate: CheckResult?)
    -> CheckResult?
  {
    guard let fate else { return nil }
    if fate.check.id == check.id { return fate }
    guard case .crash = fate.verdict, !ConformanceCatalogue.isStatic(check) else { return nil }
    return CheckResult(
      check: check,
      path: path,
      seed: seed,
      verdict: .notApplicable("the library cannot be loaded; see \(ConformanceCatalogue.loading)"),
      seconds: 0,
      output: ""
    )
  }

  /// Runs one check on a library.
  ///
  /// - Throws: ``ChildError/cannotStart(executable:reason:)`` or an error of the file system.
  public func run(_ check: ConformanceCheck, on path: String) throws -> CheckResult {
    try withScratch { scratch in
      let context = context(path, scratch)
      let begin = ContinuousClock.now
      let (verdict, output) =
        inProcess ? (Self.verdict(check, context), "") : try isolated(check, context)
      let time = begin.duration(to: .now).components
      return CheckResult(
        check: check,
        path: path,
        seed: seed,
        verdict: verdict,
        seconds: Double(time.seconds) + Double(time.attoseconds) * 1e-18,
        output: output
      )
    }
  }

  private static func verdict(_ check: ConformanceCheck, _ context: CheckContext) -> Verdict {
    do {
      try check.body(context)
      return .passed
    } catch {
      return Verdict(CheckAnswer.Content(error)) ?? .passed
    }
  }
}
