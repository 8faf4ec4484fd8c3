/// The rule for names of blobs.
enum BlobName {
  /// Checks that a name has one or two components of the allowed characters, none beginning with a dot.
  ///
  /// - Throws: ``SQLiteStoreError/invalidName(_:)``.
  static func check(_ name: String) throws(SQLiteStoreError) {
    guard isValid(name) else { throw .invalidName(name) }
  }

  /// Whether a blob can have a name.
  static func isValid(_ name: String) -> Bool {
    let components = name.split(separator: "/", omittingEmptySubsequences: false)
    return components.count <= 2 && components.allSatisfy(isComponent)
  }

  private static func isComponent(_ text: Substring) -> Bool {
    (1...255).contains(text.utf8.count) && !text.hasPrefix(".")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
