/// A value of a program being traced: a handle, not numbers.
///
/// Operators and functions on tensors emit operations into the trace and return what they will make:
///
///     let hidden = gelu(matmul(x, trace.parameter("w").transposed()))
///
/// Elementwise operations stretch their operands to a common shape: extents are aligned at the last axis,
/// and an extent of one, or a missing one, stretches. Negative axes count from the last.
///
/// Operators cannot throw. The first failure of a trace is recorded in it, later operations do nothing,
/// and the host reports that first failure.
public struct Tensor {
  /// The trace the value belongs to.
  public let trace: Trace
  /// The value within the trace; 0 after a failure.
  let id: UInt64
  /// The extents, outermost first.
  ///
  /// After a failure it may be empty: ask for ``dimension(_:)``.
  public let shape: [Int]
  /// What the elements are.
  public let element: ElementKind

  /// The number of axes.
  public var rank: Int { shape.count }

  /// The number of elements; one for a scalar.
  public var count: Int { shape.reduce(1, *) }

  /// The extent of an axis; negative ones count from the last.
  ///
  /// An axis that is not there fails the trace and has the extent 1.
  public func dimension(_ axis: Int) -> Int {
    guard let index = trace.normalized(axis, rank: rank, operation: "dimension", of: self) else {
      return 1
    }
    return shape[index]
  }

  /// A number in the same trace.
  func number(_ value: Double) -> Tensor { trace.constant(value) }
}

extension Tensor: CustomStringConvertible {
  /// The type, as in messages: `real[7, 16]`.
  public var description: String {
    element.rawValue + "[" + shape.map(String.init).joined(separator: ", ") + "]"
  }
}
