/// The name of a blob, checked: one or two components that cannot climb out of the store.
struct BlobName {
  /// The folder within the store, or nil for a blob at its top.
  let folder: String?
  /// The name of the file.
  let file: String

  /// Checks a name.
  ///
  /// - Throws: ``StoreError/invalidName(_:)``.
  init(_ name: String) throws(StoreError) {
    let components = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard components.count <= 2, components.allSatisfy(Self.isComponent) else {
      throw .invalidName(name)
    }
    folder = components.count == 2 ? components[0] : nil
    file = components[components.count - 1]
  }

  /// Whether a text can be one component of a name.
  static func isComponent(_ text: String) -> Bool {
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
