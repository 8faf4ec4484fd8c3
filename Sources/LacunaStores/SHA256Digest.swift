import Crypto
import FoundationEssentials

/// The digests that a sketch store names contents by: `sha256:` and 64 lowercase hexadecimal
/// digits.
public enum SHA256Digest {
  static let prefix = "sha256:"

  /// The digest of some bytes, which lie one after the other in memory.
  public static func of(_ bytes: some ContiguousBytes) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return text(of: hash)
  }

  /// The digest of a text's UTF-8 bytes.
  public static func of(_ text: String) -> String {
    of(Array(text.utf8))
  }

  /// The digest of a heading followed by some bytes, without joining the two.
  static func of(heading: String, _ bytes: [UInt8]) -> String {
    var hash = SHA256()
    Array(heading.utf8).withUnsafeBytes { hash.update(bufferPointer: $0) }
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return text(of: hash)
  }

  /// Whether a text has the form of a digest.
  static func isWellFormed(_ text: String) -> Bool {
    guard text.hasPrefix(prefix) else { return false }
    let digits = text.utf8.dropFirst(prefix.utf8.count)
    return digits.count == 64
      && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func text(of hash: SHA256) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text = Array(prefix.utf8)
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
