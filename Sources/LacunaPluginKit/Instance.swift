/// A Swift value behind the `void *` by which the plugin interface names an instance.
final class Instance<Value> {
  let value: Value

  init(_ value: Value) { self.value = value }

  /// A pointer that keeps the value alive until ``release(_:)``.
  static func retained(_ value: Value) -> UnsafeMutableRawPointer {
    Unmanaged.passRetained(Instance(value)).toOpaque()
  }

  /// The value behind a pointer.
  static func value(_ pointer: UnsafeMutableRawPointer?) throws -> Value {
    guard let pointer else {
      throw ForeignError(
        category: .software,
        message: "the host passed a null instance; pass what 'create' gave"
      )
    }
    return Unmanaged<Instance>.fromOpaque(pointer).takeUnretainedValue().value
  }

  /// Ends the life of a pointer made by ``retained(_:)``.
  static func release(_ pointer: UnsafeMutableRawPointer?) {
    if let pointer { Unmanaged<Instance>.fromOpaque(pointer).release() }
  }
}

/// What the host passed that should not be null.
func required<Value>(_ value: Value?, _ what: String) throws -> Value {
  guard let value else {
    throw ForeignError(category: .software, message: "the host passed a null \(what)")
  }
  return value
}

/// Text that the host passed.
func required(_ text: lacuna_text, _ what: String) throws -> String {
  try required(text.string, what)
}
