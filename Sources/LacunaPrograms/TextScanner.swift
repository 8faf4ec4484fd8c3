/// Reads one line of the text form from left to right, by Unicode scalars: a combining mark in a name
/// would otherwise merge with the quotation mark beside it.
struct TextScanner {
  let line: Int
  private var rest: Substring.UnicodeScalarView

  init(line: Int, text: Substring) {
    self.line = line
    self.rest = text.unicodeScalars
    skipSpaces()
  }

  var isAtEnd: Bool { rest.isEmpty }
  var next: Unicode.Scalar? { rest.first }

  func failure(_ expected: String) -> ProgramError {
    .malformedText(
      line: line,
      found: rest.isEmpty ? "end of line" : String(rest.prefix(40)),
      expected: expected
    )
  }

  mutating func skip(_ token: String) -> Bool {
    guard rest.starts(with: token.unicodeScalars) else { return false }
    rest = rest.dropFirst(token.unicodeScalars.count)
    skipSpaces()
    return true
  }

  mutating func expect(_ token: String) throws(ProgramError) {
    guard skip(token) else { throw failure("'\(token)'") }
  }

  /// Letters, digits and underscores.
  mutating func word() throws(ProgramError) -> String {
    let word = rest.prefix { $0.properties.isAlphabetic || Self.isDigit($0) || $0 == "_" }
    guard !word.isEmpty else { throw failure("a name") }
    rest = rest.dropFirst(word.count)
    skipSpaces()
    return String(word)
  }

  /// A value, as in `%12`.
  mutating func value() throws(ProgramError) -> ValueID {
    guard skip("%") else { throw failure("a value such as %0") }
    let digits = rest.prefix(while: Self.isDigit)
    guard let index = Int(String(digits)) else { throw failure("the number of a value") }
    rest = rest.dropFirst(digits.count)
    skipSpaces()
    return ValueID(index)
  }

  /// A string in quotation marks.
  mutating func string() throws(ProgramError) -> String {
    guard skip("\"") else { throw failure("a string in quotation marks") }
    var result = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"":
        skipSpaces()
        return String(result)
      case "\\":
        result.append(try escape())
      default:
        result.append(scalar)
      }
    }
    throw failure("a closing quotation mark")
  }

  private mutating func escape() throws(ProgramError) -> Unicode.Scalar {
    guard let escaped = rest.popFirst() else { throw failure("an escape") }
    if escaped != "u" { return escaped }
    let digits = rest.dropFirst().prefix { $0.properties.isASCIIHexDigit }
    guard rest.first == "{", let code = UInt32(String(digits), radix: 16),
      let scalar = Unicode.Scalar(code), rest.dropFirst(digits.count + 1).first == "}"
    else {
      throw failure("\\u{…} with a code point")
    }
    rest = rest.dropFirst(digits.count + 2)
    return scalar
  }

  /// The elements of a list between two brackets, separated by commas.
  mutating func list(_ open: String, _ close: Unicode.Scalar) throws(ProgramError) -> [Substring] {
    try expect(open)
    guard let end = rest.firstIndex(of: close) else { throw failure("a closing '\(close)'") }
    let inside = rest[..<end]
    rest = rest[rest.index(after: end)...]
    skipSpaces()
    if inside.isEmpty { return [] }
    return inside.split(separator: ",", omittingEmptySubsequences: false).map {
      Substring($0.drop { $0 == " " })
    }
  }

  func integer(_ text: Substring) throws(ProgramError) -> Int {
    guard let number = Int(text) else { throw failure("an integer, not '\(text)'") }
    return number
  }

  func real(_ text: Substring) throws(ProgramError) -> Double {
    guard let number = Double(text) else { throw failure("a number, not '\(text)'") }
    return number
  }

  /// A type after its colon, as in `: real[7, 16]`.
  mutating func typeAnnotation() throws(ProgramError) -> ValueType {
    try expect(":")
    let name = try word()
    guard let element = ElementType(rawValue: name) else {
      throw failure("real or integer, not '\(name)'")
    }
    var dimensions: [Int] = []
    for extent in try list("[", "]") { dimensions.append(try integer(extent)) }
    return ValueType(element, Shape(dimensions))
  }

  func literal(_ elements: [Substring], _ type: ValueType) throws(ProgramError) -> Literal {
    var reals: [Double] = []
    var integers: [Int64] = []
    for element in elements {
      switch type.element {
      case .real: reals.append(try real(element))
      case .integer: integers.append(Int64(try integer(element)))
      }
    }
    return type.element == .real
      ? Literal(reals: reals, shape: type.shape) : Literal(integers: integers, shape: type.shape)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

  private mutating func skipSpaces() {
    rest = rest.drop { $0 == " " }
  }
}
