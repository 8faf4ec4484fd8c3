/// What is known of a crash at the moment it happens.
public enum CrashCause: String, Codable, Sendable, CaseIterable {
  /// An access just beyond the end of the stack.
  case stackOverflow
  /// Most of the memory that the process may have was taken.
  case outOfMemory
}
