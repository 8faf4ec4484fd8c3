/// An error that came over the plugin interface, or will go over it.
public struct ForeignError: LacunaError, Hashable {
  /// The category.
  public var category: ErrorCategory
  /// The whole message.
  public var message: String

  /// An error of this category and message.
  public init(category: ErrorCategory, message: String) {
    self.category = category
    self.message = message
  }

  /// The message.
  public var description: String { message }
}

extension ForeignError {
  /// An error as one that can cross: a ``LacunaError`` keeps its category, any other is a plugin's fault.
  package init(_ error: any Error) {
    if let error = error as? any LacunaError {
      self.init(category: error.category, message: error.description)
    } else {
      self.init(category: .software, message: String(describing: error))
    }
  }

  /// What an error object says.
  ///
  /// The object is destroyed.
  package init(consuming error: UnsafeMutablePointer<lacuna_error>) {
    let object = error.pointee
    guard object.struct_size >= UInt64(MemoryLayout<lacuna_error>.size) else {
      self.init(
        category: .software,
        message: "an error object of \(object.struct_size) bytes, expected at least "
          + "\(MemoryLayout<lacuna_error>.size)"
      )
      return
    }
    self.init(
      category: ErrorCategory(rawValue: object.code) ?? .software,
      message: object.message.string ?? "an error whose message cannot be read"
    )
    object.destroy?(error)
  }

  /// A new error object for the other side, which destroys it.
  package func object() -> UnsafeMutablePointer<lacuna_error> {
    let object = UnsafeMutablePointer<lacuna_error>.allocate(capacity: 1)
    object.initialize(
      to: lacuna_error(
        struct_size: UInt64(MemoryLayout<lacuna_error>.size),
        code: category.rawValue,
        reserved: 0,
        message: .permanent(message),
        destroy: { error in
          guard let error else { return }
          UnsafeMutablePointer(mutating: error.pointee.message.bytes)?.deallocate()
          error.deallocate()
        }
      )
    )
    return object
  }
}

/// Runs code on this side of the border and turns what it throws into an error object.
package func returningErrorObject(
  _ body: () throws -> Void
) -> UnsafeMutablePointer<lacuna_error>? {
  do {
    try body()
    return nil
  } catch {
    return ForeignError(error).object()
  }
}

/// Throws what an error object says, if there is one.
package func check(_ error: UnsafeMutablePointer<lacuna_error>?) throws(ForeignError) {
  if let error { throw ForeignError(consuming: error) }
}
