import Crypto

extension Program {
  /// `sha256:` and the SHA-256 of the text form in hexadecimal: two programs of one digest compute the same.
  public var digest: String {
    let hash = SHA256.hash(data: Array(text.utf8))
    return "sha256:"
      + hash.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }
}
