import LacunaPluginKit

/// The characters of the training data in ascending order, and after them one boundary token.
struct Vocabulary {
  private let ids: [Character: Int64]

  /// The number of tokens, with the boundary.
  var count: Int { ids.count + 1 }

  /// The token before and after each document.
  private var boundary: Int64 { Int64(ids.count) }

  init(_ records: [Record]) throws {
    var characters: Set<Character> = []
    for record in records { characters.formUnion(try record.text) }
    ids = Dictionary(
      uniqueKeysWithValues: characters.sorted().enumerated().map { ($1, Int64($0)) }
    )
  }

  /// The tokens of a document between two boundaries.
  func tokens(_ text: String) throws(RecordError) -> [Int64] {
    var tokens = [boundary]
    for (position, character) in text.enumerated() {
      guard let id = ids[character] else {
        throw .notEncodable(
          name: Record.textFieldName,
          reason: "the character '\(character)' at position \(position) of '\(text.prefix(40))' "
            + "does not occur in the training data, whose characters are "
            + "'\(String(ids.keys.sorted()))'"
        )
      }
      tokens.append(id)
    }
    return tokens + [boundary]
  }
}
