import LacunaPrograms

/// Numbers of an input in the form that kernels read, to be attached to any number of plans.
///
/// Unchecked: nothing is written once it is made.
public final class InputData: @unchecked Sendable {
  /// Where the numbers are.
  let base: UnsafeMutableRawPointer
  private let memory: AlignedMemory
  /// The number of elements.
  public let count: Int
  let element: ElementType
  /// The integers as given, to name the one that is wrong.
  private let integers: [Int64]
  private let limits: ClosedRange<Int64>?

  /// Reals in a precision.
  ///
  /// - Throws: ``ExecutionError/outOfMemory(bytes:)``.
  public init(reals: [Double], _ precision: Precision) throws(ExecutionError) {
    memory = try AlignedMemory(bytes: reals.count * precision.bytes)
    precision.store(reals, at: memory.base)
    base = memory.base
    count = reals.count
    element = .real
    integers = []
    limits = nil
  }

  /// Integers.
  ///
  /// - Throws: ``ExecutionError/outOfMemory(bytes:)``.
  public init(integers: [Int64]) throws(ExecutionError) {
    memory = try AlignedMemory(bytes: integers.count * 8)
    memory.base.copyMemory(from: integers, byteCount: integers.count * 8)
    base = memory.base
    count = integers.count
    element = .integer
    self.integers = integers
    limits = integers.min().flatMap { least in integers.max().map { least...$0 } }
  }

  /// Reals that lie in memory already, which must not change while they are attached.
  init(_ count: Int, realsAt offset: Int, of memory: AlignedMemory) {
    self.memory = memory
    base = memory.base + offset
    self.count = count
    element = .real
    integers = []
    limits = nil
  }

  /// The first integer outside 0..<limit, if there is one.
  func firstOutside(_ limit: Int) -> (position: Int, value: Int64)? {
    guard let limits, limits.lowerBound < 0 || limits.upperBound >= limit else { return nil }
    return integers.enumerated().first { !(0..<Int64(limit) ~= $0.element) }
      .map { ($0.offset, $0.element) }
  }
}
