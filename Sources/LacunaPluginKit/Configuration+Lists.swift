/// Lists, written as text with commas between: `32,16`.
extension Configuration {
  /// The parts of a key that takes text, without the spaces around them; none when it is empty.
  ///
  /// - Throws: ``ConfigurationError`` when the schema has no such key, or a part is empty.
  public func list(_ key: String) throws(ConfigurationError) -> [String] {
    let text = try string(key)
    if text.allSatisfy(\.isWhitespace) { return [] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    guard parts.allSatisfy({ !$0.isEmpty }) else {
      throw .wrongType(
        key: key,
        found: .string(text),
        expected: "a list with commas between its parts"
      )
    }
    return parts
  }

  /// The integers of a key that takes text; none when it is empty.
  ///
  /// - Throws: ``ConfigurationError`` when the schema has no such key, or a part is no integer in the range.
  public func integers(
    _ key: String,
    in range: ClosedRange<Int>
  ) throws(ConfigurationError) -> [Int] {
    var integers: [Int] = []
    for part in try list(key) {
      guard let integer = Int(part), range ~= integer else {
        throw .outOfRange(
          key: key,
          found: .string(part),
          expected: "integers from \(range.lowerBound) to \(range.upperBound) with commas between"
        )
      }
      integers.append(integer)
    }
    return integers
  }
}
