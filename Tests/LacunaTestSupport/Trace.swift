/// Where a test is inside its nested loops, so that a failure names the exact case.
///
///     try withEvery("degree", in: [1, 2, 20]) { degree in
///       #expect(isRight(degree), "\(Trace.current)")   // degree = 20
///     }
public enum Trace {
  @TaskLocal private static var steps: [String] = []

  /// The loops entered, outermost first, each with its element.
  public static var current: String { steps.joined(separator: ", ") }

  /// Runs `body` with one more step.
  static func entering(_ step: String, _ body: () throws -> Void) throws {
    try $steps.withValue(steps + [step]) {
      do {
        try body()
      } catch let error as TracedError {
        throw error
      } catch {
        throw TracedError(trace: current, error: error)
      }
    }
  }
}

/// An error with the loops that it came out of.
public struct TracedError: Error, CustomStringConvertible {
  /// The loops, outermost first.
  public let trace: String
  /// What was thrown.
  public let error: any Error

  /// The loops and the error.
  public var description: String { "\(trace): \(error)" }
}

/// Runs a test for every element of a sequence, and notes the element in ``Trace/current``.
///
/// - Throws: ``TracedError`` for the first error that `body` throws.
public func withEvery<Element>(
  _ label: String,
  in elements: some Sequence<Element>,
  _ body: (Element) throws -> Void
) throws {
  for element in elements {
    try Trace.entering("\(label) = \(element)") { try body(element) }
  }
}
