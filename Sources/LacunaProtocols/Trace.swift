/// The recording of a program: the builder table of the plugin interface, with Swift's manners.
///
/// A trace is valid during the call it was made for. It belongs to one thread.
public final class Trace {
  /// The host's table.
  package let builder: UnsafePointer<lacuna_builder>

  /// The first failure, if there was one.
  public private(set) var failure: TraceFailure?

  /// A trace into a builder table, which has to stay valid as long as the trace is used.
  package init(builder: UnsafePointer<lacuna_builder>) {
    self.builder = builder
  }

  /// Records a failure, unless one was recorded before.
  func fail(_ operation: String, _ operands: [Tensor], _ reason: String) {
    guard failure == nil else { return }
    failure = TraceFailure(
      operation: operation,
      operands: operands.map(\.description),
      message: reason,
      category: .software
    )
  }

  /// What takes the place of a value after a failure.
  func poisoned(_ shape: [Int] = []) -> Tensor {
    Tensor(trace: self, id: 0, shape: shape, element: .real)
  }

  /// Throws the first failure, if there was one.
  ///
  /// - Throws: the ``TraceFailure`` that was recorded.
  public func finish() throws(TraceFailure) {
    if let failure { throw failure }
  }
}

/// The first thing that went wrong in a trace.
public struct TraceFailure: LacunaError, Hashable {
  /// The operation, as it is named in programs.
  public var operation: String
  /// The types of its operands.
  public var operands: [String]
  /// What was wrong.
  public var message: String
  /// The category.
  public var category: ErrorCategory

  /// The message, which names the operation.
  public var description: String {
    message.hasPrefix(operation)
      ? message
      : "\(operation)(\(operands.joined(separator: ", "))): \(message)"
  }
}

extension Trace {
  /// Emits an operation; `guess` is the shape of what stands for the result after a failure.
  func emit(
    _ operation: String,
    _ operands: [Tensor],
    integers: [Int] = [],
    reals: [Double] = [],
    guess: [Int]? = nil
  ) -> Tensor {
    let fallback = guess ?? operands.first?.shape ?? []
    guard canUse(operands, in: operation) else { return poisoned(fallback) }
    let result = result(of: operation, operands) { emit, value in
      operation.withForeignText { name in
        builder.pointee.emit(
          builder.pointee.context,
          name,
          operands.map(\.id),
          UInt64(operands.count),
          integers.map(Int64.init),
          UInt64(integers.count),
          reals,
          UInt64(reals.count),
          value
        )
      }
    }
    return result ?? poisoned(fallback)
  }

  /// Whether nothing has failed and the operands belong to this trace.
  func canUse(_ operands: [Tensor], in operation: String) -> Bool {
    guard failure == nil else { return false }
    if operands.contains(where: { $0.trace !== self }) {
      fail(operation, operands, "an operand belongs to another trace; a value cannot leave its own")
    }
    return failure == nil
  }

  /// Calls a function of the table that makes a value, and records its failure.
  func result(
    of operation: String,
    _ operands: [Tensor],
    _ body: (UnsafePointer<lacuna_builder>, UnsafeMutablePointer<lacuna_value>)
      -> UnsafeMutablePointer<lacuna_error>?
  ) -> Tensor? {
    var value = lacuna_value()
    value.struct_size = UInt64(MemoryLayout<lacuna_value>.size)
    if let error = body(builder, &value) {
      record(error, of: operation, operands)
      return nil
    }
    let dimensions = withUnsafeBytes(of: value.dimensions) {
      Array($0.bindMemory(to: Int64.self)).map { Int($0) }
    }
    return Tensor(
      trace: self,
      id: value.id,
      shape: Array(dimensions.prefix(Int(value.rank))),
      element: ElementKind(code: value.element) ?? .real
    )
  }

  /// Records what an error object of the host says.
  func record(
    _ error: UnsafeMutablePointer<lacuna_error>,
    of operation: String,
    _ operands: [Tensor]
  ) {
    let error = ForeignError(consuming: error)
    guard failure == nil else { return }
    failure = TraceFailure(
      operation: operation,
      operands: operands.map(\.description),
      message: error.message,
      category: error.category
    )
  }

  /// The axis counted from the first, or nil, and a failure, when there is none such.
  func normalized(_ axis: Int, rank: Int, operation: String, of operand: Tensor) -> Int? {
    let index = axis < 0 ? axis + rank : axis
    guard 0..<rank ~= index else {
      fail(operation, [operand], "axis \(axis) is not one of its \(rank) axes")
      return nil
    }
    return index
  }
}
