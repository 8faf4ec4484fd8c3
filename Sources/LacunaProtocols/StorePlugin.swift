/// What a kind of store is called.
public struct StoreDescriptor: Hashable, Sendable {
  /// The name, of the characters `a–z 0–9 -`.
  public var name: String
  /// What it is, in one line.
  public var summary: String
  /// The version.
  public var version: String

  /// A description of these parts.
  public init(name: String, summary: String, version: String) {
    self.name = name
    self.summary = summary
    self.version = version
  }
}

/// A kind of store that a plugin offers.
public protocol StorePlugin: SketchStore {
  /// What it is called.
  static var descriptor: StoreDescriptor { get }

  /// The store at a location; the store decides what a location is.
  init(location: String) throws
}
