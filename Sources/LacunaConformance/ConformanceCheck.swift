/// A named check of a plugin: one sentence of the plugin interface, and how to prove it.
///
/// The body runs in a child process, alone with one freshly loaded library; whatever it does to that
/// process (a crash, a hang, an exit) is the finding.
public struct ConformanceCheck: Sendable {
  /// What part of a plugin a check looks at.
  public enum Category: String, Sendable, CaseIterable, Codable {
    case library, descriptor, trace, learning, encode, measurement, store, cases
  }

  /// How bad a finding is.
  public enum Severity: String, Sendable, CaseIterable, Codable, Comparable {
    /// Something to know.
    case note
    /// Something that a good plugin does not do.
    case should
    /// A broken rule: the plugin gives wrong results, or brings its host down.
    case must

    /// Less bad is less.
    public static func < (one: Severity, other: Severity) -> Bool {
      let order: [Severity] = [.note, .should, .must]
      return order.firstIndex(of: one) ?? 0 < order.firstIndex(of: other) ?? 0
    }
  }

  /// The category and a name in kebab case, as `encode/truncated-records`.
  public let id: String
  /// What part of a plugin it looks at.
  public let category: Category
  /// How bad a finding is.
  public let severity: Severity
  /// The clause of `Docs/PluginABI.md` that it proves, as `6.3`.
  public let clause: String
  /// What it checks, in one sentence without a period.
  public let summary: String
  /// The seconds after which its process is stopped.
  public let timeout: Double
  /// Runs the check; throws a ``Finding``, or whatever else went wrong.
  public let body: @Sendable (CheckContext) throws -> Void

  /// A check of these parts; the identifier is made of category and name.
  public init(
    _ category: Category,
    _ name: String,
    _ severity: Severity,
    clause: String,
    _ summary: String,
    timeout: Double = 30,
    body: @escaping @Sendable (CheckContext) throws -> Void
  ) {
    id = "\(category.rawValue)/\(name)"
    self.category = category
    self.severity = severity
    self.clause = clause
    self.summary = summary
    self.timeout = timeout
    self.body = body
  }
}

/// What a check found: what is wrong, where, what was found and what was expected.
public struct Finding: Error, Hashable, Sendable, CustomStringConvertible {
  /// The message.
  public let description: String

  /// A finding of this message.
  public init(_ description: String) { self.description = description }
}

/// Why a check does not apply to a plugin.
public struct NotApplicable: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason.
  public let description: String

  /// A reason.
  public init(_ description: String) { self.description = description }
}
