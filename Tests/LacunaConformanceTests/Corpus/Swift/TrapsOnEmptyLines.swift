import LacunaPluginKit

// fault: it takes the second word of a line without asking whether there is one
// check: encode/empty-records
// also: encode/* descriptor/* trace/* learning/* cases/*
struct TrapsOnEmptyLines: Line {
  static let fault = "traps-on-empty-lines"

  func point(_ text: String) throws -> (x: Double, y: Double) {
    let words = text.split(separator: " ")
    _ = words[0]
    return try Self.numbers(text)
  }
}
