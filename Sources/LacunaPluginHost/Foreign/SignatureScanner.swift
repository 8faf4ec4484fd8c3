/// The words and signs of a signature, each with its column.
struct SignatureScanner {
  /// A word, a sign, or the end.
  struct Token: Hashable {
    let text: String
    /// Counted from 1.
    let column: Int

    var isWord: Bool { text.first.map { $0.isLetter || $0 == "_" } ?? false }
    var words: String { text.isEmpty ? "the end" : "'\(text)'" }
  }

  private let tokens: [Token]
  private var position = 0

  init(_ text: String) throws(SignatureError) {
    var tokens: [Token] = []
    var column = 0
    var word = ""
    for character in text {
      column += 1
      if character.isASCII, character.isLetter || character.isNumber || character == "_" {
        word.append(character)
        continue
      }
      if !word.isEmpty { tokens.append(Token(text: word, column: column - word.count)) }
      word = ""
      if character.isWhitespace { continue }
      guard "()*,".contains(character) else {
        throw SignatureError(
          text: text,
          column: column,
          found: "'\(character)'",
          expected: "a name, a type, '(', ')', '*' or ','"
        )
      }
      tokens.append(Token(text: String(character), column: column))
    }
    if !word.isEmpty { tokens.append(Token(text: word, column: column - word.count + 1)) }
    tokens.append(Token(text: "", column: column + 1))
    self.tokens = tokens
  }

  /// The next token, which stays.
  var next: Token { tokens[position] }
  /// The one after the next.
  var afterNext: Token { tokens[min(position + 1, tokens.count - 1)] }

  /// Takes the next token.
  mutating func take() -> Token {
    defer { position = min(position + 1, tokens.count - 1) }
    return tokens[position]
  }

  /// Takes the next token if it is this one.
  mutating func takes(_ text: String) -> Bool {
    guard next.text == text else { return false }
    _ = take()
    return true
  }
}

/// A signature that cannot be read: where, what was found and what was expected.
public struct SignatureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The whole text.
  public var text: String
  /// The character, counted from 1.
  public var column: Int
  /// What is there.
  public var found: String
  /// What should be.
  public var expected: String

  /// Column, what was found and what was expected.
  public var description: String {
    "signature, column \(column): found \(found), expected \(expected)"
  }
}
