/// Which plugins run in a process of their own, and how.
public struct PluginIsolation: Sendable {
  /// Which plugins run in a process of their own.
  public enum Policy: String, Hashable, Sendable, CaseIterable {
    /// None: all are trusted.
    case never
    /// Those outside the folders of the installation.
    case untrusted
    /// All.
    case always
  }

  /// Which plugins run in a process of their own.
  public var policy: Policy
  /// The path of a `lacuna`, which is run as the child process.
  public var executable: String
  /// The file that remembers what libraries said when they were scanned, or nil to forget.
  public var cache: String?
  /// The seconds that a plugin may take for an answer, before its process is stopped.
  public var patience: Double
  /// Asked now and then, while a plugin is waited for, whether to wait on.
  public var isCancelled: @Sendable () -> Bool

  /// Isolation by a policy.
  public init(
    policy: Policy = .untrusted,
    executable: String,
    cache: String? = nil,
    patience: Double = 600,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.policy = policy
    self.executable = executable
    self.cache = cache
    self.patience = patience
    self.isCancelled = isCancelled
  }
}
