/// The type of a C function, as text says it: `complex f64 margin(const complex f64 *logits, size classes)`.
///
/// `Docs/ForeignFunctions.md` has the grammar.
public struct Signature: Hashable, Sendable {
  /// A type that is passed by value, or pointed to.
  public enum Scalar: String, Hashable, Sendable, CaseIterable {
    case f64, f32
    case complexF64 = "complex f64"
    case complexF32 = "complex f32"
    case i32, i64, size

    /// Whether it has an imaginary part.
    public var isComplex: Bool { self == .complexF64 || self == .complexF32 }
    /// Whether it is a whole number.
    public var isInteger: Bool { self == .i32 || self == .i64 || self == .size }
    /// The bytes of an element.
    var bytes: Int {
      switch self {
      case .f32, .i32: 4
      case .f64, .i64, .size, .complexF32: 8
      case .complexF64: 16
      }
    }
    /// How many times smaller than a number the rounding error of one is.
    var roundoff: Double {
      self == .f32 || self == .complexF32 ? 1.2e-7 : 2.3e-16
    }
  }

  /// The type of an argument.
  public enum Kind: Hashable, Sendable {
    /// By value.
    case value(Scalar)
    /// The address of elements, which the function may write to unless they are constant.
    case pointer(Scalar, isConstant: Bool)
    /// The address of a function that the library calls back.
    case callback(ForeignCallback)
  }

  /// An argument.
  public struct Argument: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its type.
    public var kind: Kind
  }

  /// The function's name.
  public var name: String
  /// What it returns; nil for `void`.
  public var result: Scalar?
  /// Its arguments, in order.
  public var arguments: [Argument]
}

extension Signature.Argument: CustomStringConvertible {
  /// The argument as the canonical text has it.
  public var description: String {
    switch kind {
    case .value(let scalar): "\(scalar.rawValue) \(name)"
    case .pointer(let scalar, let isConstant):
      "\(isConstant ? "const " : "")\(scalar.rawValue) *\(name)"
    case .callback(let callback): callback.declaration(of: name)
    }
  }
}

extension Signature: CustomStringConvertible {
  /// The canonical text: equal signatures give equal text.
  public var description: String {
    let list = arguments.isEmpty ? "void" : arguments.map(\.description).joined(separator: ", ")
    return "\(result?.rawValue ?? "void") \(name)(\(list))"
  }
}

/// A function of the host that a library can call without a context.
public enum ForeignCallback: String, Hashable, Sendable, CaseIterable, Codable {
  /// Told how far it is, from 0 to 1.
  case progress
  /// Given a line of text.
  case log
  /// Says whether to stop: not 0 if so.
  case cancelled
  /// Gives a row of the data, or null outside of it.
  case row

  /// Result and arguments in the canonical text.
  private var parts: (result: String, arguments: String) {
    switch self {
    case .progress: ("void ", "f64")
    case .log: ("void ", "const char *")
    case .cancelled: ("i32 ", "void")
    case .row: ("const f64 *", "size")
    }
  }

  /// The declaration of an argument of this type.
  func declaration(of name: String) -> String {
    "\(parts.result)(*\(name))(\(parts.arguments))"
  }

  /// The callback of a result and arguments, if there is one.
  init?(result: String, arguments: [String]) {
    let list = arguments.joined(separator: ", ")
    guard let found = Self.allCases.first(where: { $0.parts == (result, list) }) else {
      return nil
    }
    self = found
  }
}
