import LacunaProtocols

extension Signature {
  /// The longest text, and the most arguments, that a signature can have.
  static let limits = (characters: 4096, arguments: 64)

  /// Reads a signature.
  ///
  /// - Throws: ``SignatureError`` with the column at fault.
  public init(_ text: String) throws(SignatureError) {
    guard text.utf8.count <= Self.limits.characters else {
      throw SignatureError(
        text: String(text.prefix(80)),
        column: Self.limits.characters + 1,
        found: "\(text.utf8.count) bytes",
        expected: "at most \(Self.limits.characters)"
      )
    }
    var parser = try SignatureParser(text)
    self = try parser.signature()
  }
}

/// Reads signatures by recursive descent.
private struct SignatureParser {
  private let text: String
  private var scanner: SignatureScanner

  init(_ text: String) throws(SignatureError) {
    self.text = text
    scanner = try SignatureScanner(text)
  }

  /// What C calls the types.
  private static let spellings: [String: Signature.Scalar] = [
    "f64": .f64, "double": .f64, "f32": .f32, "float": .f32, "i32": .i32, "int32_t": .i32,
    "int": .i32, "i64": .i64, "int64_t": .i64, "size": .size, "size_t": .size,
  ]
  private static let types = "a type: f64, f32, complex f64, complex f32, i32, i64 or size"
  private static let reserved = Set(spellings.keys).union([
    "const", "complex", "_Complex", "void", "char",
  ])

  private func fault(
    _ token: SignatureScanner.Token,
    expected: String
  ) -> SignatureError {
    SignatureError(text: text, column: token.column, found: token.words, expected: expected)
  }

  mutating func signature() throws(SignatureError) -> Signature {
    let result = scanner.takes("void") ? nil : try scalar()
    if scanner.next.text == "*" {
      throw fault(scanner.next, expected: "a name: results are numbers, or void")
    }
    let function = try name("the name of the function")
    try expect("(")
    var arguments: [Signature.Argument] = []
    if scanner.next.text == "void", scanner.afterNext.text == ")" {
      _ = scanner.take()
    } else if scanner.next.text != ")" {
      repeat {
        let start = scanner.next
        let argument = try argument()
        if arguments.contains(where: { $0.name == argument.name }) {
          throw fault(start, expected: "another name than '\(argument.name)', which occurs twice")
        }
        arguments.append(argument)
        if arguments.count > Signature.limits.arguments {
          throw fault(start, expected: "at most \(Signature.limits.arguments) arguments")
        }
      } while scanner.takes(",")
    }
    try expect(")", or: "',' or ')'")
    guard scanner.next.text.isEmpty else { throw fault(scanner.next, expected: "the end") }
    return Signature(name: function, result: result, arguments: arguments)
  }

  private mutating func argument() throws(SignatureError) -> Signature.Argument {
    let start = scanner.next
    // `void (*name)(…)` and `i32 (*name)(…)`.
    if scanner.next.text == "void", scanner.afterNext.text == "(" {
      _ = scanner.take()
      return try callback(start, result: "void ")
    }
    if scanner.next.text == "void" {
      throw fault(start, expected: Self.types + "; say whose elements a pointer has")
    }
    let isConstant = scanner.takes("const")
    let scalar = try scalar()
    let isPointer = scanner.takes("*")
    if scanner.next.text == "(" {
      let head = "\(isConstant ? "const " : "")\(scalar.rawValue) \(isPointer ? "*" : "")"
      return try callback(start, result: head)
    }
    if isPointer, scanner.next.text == "*" {
      throw fault(scanner.next, expected: "a name: there are no pointers to pointers")
    }
    let name = try name("the name of the argument")
    return Signature.Argument(
      name: name,
      kind: isPointer ? .pointer(scalar, isConstant: isConstant) : .value(scalar)
    )
  }

  /// What follows the result of a function that is called back.
  private mutating func callback(
    _ start: SignatureScanner.Token,
    result: String
  ) throws(SignatureError) -> Signature.Argument {
    try expect("(")
    try expect("*")
    let name = try name("the name of the argument")
    try expect(")")
    try expect("(")
    var arguments: [String] = []
    repeat {
      if scanner.takes("void") {
        arguments.append("void")
      } else {
        let isConstant = scanner.takes("const")
        let type = scanner.takes("char") ? "char" : try scalar().rawValue
        arguments.append(
          (isConstant ? "const " : "") + type + (scanner.takes("*") ? " *" : "")
        )
        if scanner.next.isWord { _ = scanner.take() }
      }
    } while scanner.takes(",")
    try expect(")", or: "',' or ')'")
    guard let callback = ForeignCallback(result: result, arguments: arguments) else {
      throw SignatureError(
        text: text,
        column: start.column,
        found: "\(result)(*)(\(arguments.joined(separator: ", ")))",
        expected: "one of "
          + ForeignCallback.allCases.map { $0.declaration(of: "") }.joined(separator: ", ")
      )
    }
    return Signature.Argument(name: name, kind: .callback(callback))
  }

  private mutating func scalar() throws(SignatureError) -> Signature.Scalar {
    var token = scanner.take()
    // Before or after the type, as in C.
    var isComplex = token.text == "complex" || token.text == "_Complex"
    if isComplex { token = scanner.take() }
    guard let scalar = Self.spellings[token.text] else {
      throw fault(token, expected: isComplex ? "f64 or f32" : Self.types)
    }
    if !isComplex, scanner.takes("complex") || scanner.takes("_Complex") { isComplex = true }
    guard isComplex else { return scalar }
    switch scalar {
    case .f64: return .complexF64
    case .f32: return .complexF32
    default: throw fault(token, expected: "f64 or f32")
    }
  }

  private mutating func name(_ what: String) throws(SignatureError) -> String {
    let token = scanner.next
    guard token.isWord, !Self.reserved.contains(token.text), token.text.count <= 255 else {
      throw fault(token, expected: what)
    }
    return scanner.take().text
  }

  private mutating func expect(_ sign: String, or words: String? = nil) throws(SignatureError) {
    guard scanner.takes(sign) else {
      throw fault(scanner.next, expected: words ?? "'\(sign)'")
    }
  }
}
