import ArgumentParser
import LacunaConformance

/// How the results of checks are written.
enum ConformanceFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case text
  /// For programs: one JSON object.
  case json
  /// For continuous integration: JUnit's XML.
  case junit
}

/// What came of the checks of some libraries.
struct ConformanceReport: Encodable {
  struct Entry: Encodable {
    let id: String
    let category: String
    let severity: String
    let clause: String
    let summary: String
    /// `passed`, `finding`, `crash` or `not-applicable`.
    let outcome: String
    let fails: Bool
    let message: String?
    let output: String?
    let seconds: Double
    let reproduce: String

    /// Whether something is wrong.
    var isFinding: Bool { outcome == "finding" || outcome == "crash" }
  }
  struct Library: Encodable {
    let path: String
    let checks: [Entry]
  }

  let libraries: [Library]
  let seed: UInt64
  let failOn: String
  /// Whether there is a finding of this severity or above.
  let fails: Bool

  init(
    results: [CheckResult],
    seed: UInt64,
    options: [String],
    failOn: ConformanceCheck.Severity
  ) {
    var paths: [String] = []
    for result in results where !paths.contains(result.path) { paths.append(result.path) }
    libraries = paths.map { path in
      Library(
        path: path,
        checks: results.filter { $0.path == path }.map { Entry($0, options, failOn) }
      )
    }
    self.seed = seed
    self.failOn = failOn.rawValue
    fails = libraries.contains { $0.checks.contains(where: \.fails) }
  }

  func formatted(as format: ConformanceFormat) throws -> String {
    switch format {
    case .text: text
    case .json: try json()
    case .junit: junit
    }
  }
}

extension ConformanceReport.Entry {
  /// The most of a process's output that is shown.
  private static let shownOutput = 2000

  init(_ result: CheckResult, _ options: [String], _ failOn: ConformanceCheck.Severity) {
    id = result.check.id
    category = result.check.category.rawValue
    severity = result.check.severity.rawValue
    clause = result.check.clause
    summary = result.check.summary
    switch result.verdict {
    case .passed: (outcome, message) = ("passed", nil)
    case .notApplicable(let reason): (outcome, message) = ("not-applicable", reason)
    case .finding(let finding): (outcome, message) = ("finding", finding)
    case .crash(let ending): (outcome, message) = ("crash", ending)
    }
    fails = result.finding != nil && result.check.severity >= failOn
    output =
      result.finding == nil || result.output.isEmpty
      ? nil : String(result.output.prefix(Self.shownOutput))
    seconds = result.seconds
    let command =
      ["lacuna", "plugins", "test", result.path, "--check", id, "--seed", "\(result.seed)"]
      + options
    reproduce = command.map(\.shellWord).joined(separator: " ")
  }
}

extension String {
  /// The string as a shell reads it back.
  fileprivate var shellWord: String {
    let isPlain = allSatisfy {
      ($0.isASCII && ($0.isLetter || $0.isNumber)) || "/._-=:,".contains($0)
    }
    return isPlain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
