import LacunaSketching

/// What a foreign call passes: plain values, so that the call can be made in another process, too.
public enum ForeignArgument: Hashable, Sendable {
  /// A whole number, by value.
  case integer(Int64)
  /// A number, by value.
  case number(Complex)
  /// The address of numbers.
  case numbers([Complex])
  /// The address of whole numbers.
  case integers([Int64])
  /// The address of memory for so many elements, which the function fills.
  case output(count: Int)
  /// A function that the library calls back.
  case callback(ForeignCallback)
}

/// What a foreign call gives.
public struct ForeignResult: Hashable, Sendable {
  /// What the function returned; nil for `void`.
  public var value: Complex?
  /// What it wrote, in the order of the arguments that are outputs.
  public var outputs: [[Complex]]
}

/// What the host does when a library calls back.
///
/// Called from whatever thread the library uses, and only during the call.
public struct ForeignHooks: Sendable {
  /// Told how far the call is, from 0 to 1.
  public var progress: @Sendable (Double) -> Void = { _ in }
  /// Given a line of text.
  public var log: @Sendable (String) -> Void = { _ in }
  /// Says whether to stop.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// The rows that the library can ask for, each of the same length.
  public var rows: [[Double]] = []

  /// Hooks that do nothing.
  public init() {}
}
