/// What is left of a file without its comments and strings.
extension SourceFile {
  private enum Place {
    case code, lineComment, blockComment, string, longString
  }

  /// The text with comments and the contents of strings blanked; lines stay where they are.
  var code: String {
    var result = ""
    var place = Place.code
    var rest = Substring(text)
    while let next = rest.first {
      let (width, then) = Self.step(from: place, at: rest)
      for character in rest.prefix(width) {
        result.append(character == "\n" ? "\n" : place == .code && then == .code ? character : " ")
      }
      // A string on one line ends with its line, whatever it held.
      place = next == "\n" && (then == .string || then == .lineComment) ? .code : then
      rest = rest.dropFirst(width)
    }
    return result
  }

  /// How many characters belong together, and what comes after them.
  private static func step(from place: Place, at rest: Substring) -> (Int, Place) {
    switch place {
    case .code:
      if rest.hasPrefix("//") { return (2, .lineComment) }
      if rest.hasPrefix("/*") { return (2, .blockComment) }
      if rest.hasPrefix("\"\"\"") { return (3, .longString) }
      return (1, rest.hasPrefix("\"") ? .string : .code)
    case .lineComment: return (1, .lineComment)
    case .blockComment: return rest.hasPrefix("*/") ? (2, .code) : (1, .blockComment)
    case .string:
      if rest.hasPrefix("\\") { return (min(2, rest.count), .string) }
      return (1, rest.hasPrefix("\"") ? .code : .string)
    case .longString:
      return rest.hasPrefix("\"\"\"") ? (3, .code) : (1, .longString)
    }
  }
}
