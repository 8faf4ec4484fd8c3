/// Text that crosses the plugin interface.
extension lacuna_text {
  /// No text.
  package static var none: lacuna_text { lacuna_text(bytes: nil, length: 0) }

  /// The text as a string; bytes that are not UTF-8 are replaced.
  ///
  /// Nil for a null pointer with a length, and for a length that no text has.
  package var string: String? {
    guard length > 0 else { return "" }
    guard let bytes, length <= Self.maximumLength else { return nil }
    return UnsafeBufferPointer(start: bytes, count: Int(length)).withMemoryRebound(
      to: UInt8.self
    ) { String(decoding: $0, as: UTF8.self) }
  }

  /// The longest text that is believed: 1 GiB.
  package static let maximumLength: UInt64 = 1 << 30

  /// Text that lives as long as the process.
  package static func permanent(_ string: String) -> lacuna_text {
    let source = Array(string.utf8)
    let bytes = UnsafeMutableBufferPointer<CChar>.allocate(capacity: max(source.count, 1))
    bytes.initialize(repeating: 0)
    for (index, byte) in source.enumerated() { bytes[index] = CChar(bitPattern: byte) }
    return lacuna_text(bytes: bytes.baseAddress, length: UInt64(source.count))
  }
}

extension String {
  /// Calls a function with the string as text of the plugin interface, valid during the call.
  package func withForeignText<Result>(_ body: (lacuna_text) throws -> Result) rethrows -> Result {
    var copy = self
    return try copy.withUTF8 { utf8 in
      try utf8.withMemoryRebound(to: CChar.self) {
        try body(lacuna_text(bytes: $0.baseAddress, length: UInt64($0.count)))
      }
    }
  }
}

/// Calls a function with strings as texts of the plugin interface, valid during the call.
package func withForeignTexts<Result>(
  _ strings: [String],
  _ body: (UnsafeBufferPointer<lacuna_text>) throws -> Result
) rethrows -> Result {
  // Tables have millions of them: what can be counted beforehand is, and nothing is copied twice.
  var bytes: [CChar] = []
  bytes.reserveCapacity(strings.reduce(0) { $0 + $1.utf8.count })
  for string in strings { bytes.append(contentsOf: string.utf8.lazy.map { CChar(bitPattern: $0) }) }
  return try bytes.withUnsafeBufferPointer { buffer in
    var texts: [lacuna_text] = []
    texts.reserveCapacity(strings.count)
    var position = 0
    for string in strings {
      let length = string.utf8.count
      texts.append(
        lacuna_text(bytes: buffer.baseAddress.map { $0 + position }, length: UInt64(length))
      )
      position += length
    }
    return try texts.withUnsafeBufferPointer(body)
  }
}
