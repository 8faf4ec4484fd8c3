import LacunaPluginKit

// fault: it takes for granted that every word that begins with a digit is a number
// check: encode/not-utf-8
// also: encode/* descriptor/* trace/* learning/* cases/*
struct UnwrapsWithForce: Line {
  static let fault = "unwraps-with-force"

  func point(_ text: String) throws -> (x: Double, y: Double) {
    let words = text.split(separator: " ").filter { $0.first?.isNumber == true }
    _ = words.map { Double($0).unsafelyKnown }
    return try Self.numbers(text)
  }
}

extension Optional {
  /// What somebody was sure of.
  fileprivate var unsafelyKnown: Wrapped {
    guard let self else { preconditionFailure("this cannot happen") }
    return self
  }
}
