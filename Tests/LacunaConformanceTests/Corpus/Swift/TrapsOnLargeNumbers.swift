import LacunaPluginKit

// fault: it converts numbers that no integer can hold
// check: encode/fuzz
// also: encode/huge-records
struct TrapsOnLargeNumbers: Line {
  static let fault = "traps-on-large-numbers"

  func point(_ text: String) throws -> (x: Double, y: Double) {
    let words = text.split(separator: " ")
    let cents = words.compactMap { Double($0) }.map { Int($0 * 100) }
    return cents.isEmpty ? try Self.numbers("") : try Self.numbers(text)
  }
}
