import LacunaProtocols
import Synchronization

/// The plugins that a locator finds, loaded when they are asked for.
///
/// A learner, measurement or store is asked for by
/// - its name, `loss`: the library `libloss.so` is looked at first, then all others;
/// - library and name, `standard:loss`;
/// - the path of a library, `./libmine.so:loss`, or without the name when it offers one thing alone.
public final class PluginRegistry: Sendable {
  /// Where libraries are found.
  public let locator: PluginLocator
  /// How plain C libraries are treated.
  public let foreignOptions: ForeignOptions
  private let loaded = Mutex<[String: Result<PluginLibrary, PluginError>]>([:])

  /// A registry of what a locator finds.
  public init(locator: PluginLocator, foreign options: ForeignOptions = ForeignOptions()) {
    self.locator = locator
    foreignOptions = options
  }

  /// The libraries in the folders, and why others could not be loaded.
  public struct Inventory: Sendable {
    /// The libraries that could be loaded.
    public var libraries: [PluginLibrary] = []
    /// What went wrong with the others.
    public var problems: [PluginError] = []
  }

  /// Loads every library in the folders.
  public func list() -> Inventory {
    var inventory = Inventory()
    for candidate in locator.candidates() where ForeignManifest.path(beside: candidate.path) == nil
    {
      do {
        let library = try load(candidate.path)
        let twin = inventory.libraries.first { $0.name == library.name }
        if let twin, twin.path != library.path {
          inventory.problems.append(
            .duplicate(kind: "plugin", name: library.name, places: [twin.path, library.path])
          )
        } else if twin == nil {
          inventory.libraries.append(library)
        }
      } catch {
        inventory.problems.append(error)
      }
    }
    return inventory
  }

  /// The library of a name or path.
  ///
  /// - Throws: ``PluginError`` when it is not found or cannot be loaded.
  public func library(_ name: String) throws(PluginError) -> PluginLibrary {
    try load(locator.locate(name))
  }

  /// The learner that a name selects.
  ///
  /// - Throws: ``PluginError`` when it is not found or its library cannot be loaded.
  public func learner(_ name: String) throws(PluginError) -> LoadedLearner {
    try find(.learner, name, in: \.learners, named: \.descriptor.name)
  }

  /// The measurement that a name selects.
  ///
  /// - Throws: ``PluginError`` when it is not found or its library cannot be loaded.
  public func measurement(_ name: String) throws(PluginError) -> LoadedMeasurement {
    try find(.measurement, name, in: \.measurements, named: \.descriptor.name)
  }

  /// The kind of store that a name selects.
  ///
  /// - Throws: ``PluginError`` when it is not found or its library cannot be loaded.
  public func store(_ name: String) throws(PluginError) -> LoadedStore {
    try find(.store, name, in: \.stores, named: \.descriptor.name)
  }

  private func load(_ path: String) throws(PluginError) -> PluginLibrary {
    try loaded.withLock { loaded in
      if let known = loaded[path] { return known }
      let result = Result { () throws(PluginError) in try PluginLibrary.load(path) }
      loaded[path] = result
      return result
    }.get()
  }
}

extension PluginRegistry {
  private func find<Item>(
    _ kind: PluginKind,
    _ selector: String,
    in items: KeyPath<PluginLibrary, [Item]>,
    named name: KeyPath<Item, String>
  ) throws(PluginError) -> Item {
    let selection = Selection(selector)
    if let place = selection.library {
      return try choose(
        kind,
        selection.name,
        among: library(place)[keyPath: items],
        named: name
      )
    }
    let wanted = selection.name ?? selector
    if let path = locator.find(wanted) {
      let own = try load(path)[keyPath: items].first { $0[keyPath: name] == wanted }
      if let own { return own }
    }
    let inventory = list()
    let matches = inventory.libraries.flatMap { library in
      library[keyPath: items].filter { $0[keyPath: name] == wanted }.map { (library.name, $0) }
    }
    guard matches.count <= 1 else {
      throw .ambiguous(kind: kind, name: wanted, choices: matches.map { "\($0.0):\(wanted)" })
    }
    guard let match = matches.first else {
      throw .unknown(
        kind: kind,
        name: wanted,
        available: inventory.libraries.flatMap { $0[keyPath: items].map { $0[keyPath: name] } },
        problems: inventory.problems.map(\.description)
      )
    }
    return match.1
  }

  /// The item of a name, or the only one when no name is given.
  private func choose<Item>(
    _ kind: PluginKind,
    _ wanted: String?,
    among items: [Item],
    named name: KeyPath<Item, String>
  ) throws(PluginError) -> Item {
    let names = items.map { $0[keyPath: name] }
    guard let wanted = wanted ?? (names.count == 1 ? names[0] : nil) else {
      throw .ambiguous(kind: kind, name: "", choices: names)
    }
    guard let index = names.firstIndex(of: wanted) else {
      throw .unknown(kind: kind, name: wanted, available: names, problems: [])
    }
    return items[index]
  }

  /// The parts of a selector.
  private struct Selection {
    var library: String?
    var name: String?

    init(_ selector: String) {
      let slash = selector.lastIndex(of: "/")
      let start = slash.map { selector.index(after: $0) } ?? selector.startIndex
      if let colon = selector[start...].firstIndex(of: ":") {
        library = String(selector[..<colon])
        name = String(selector[selector.index(after: colon)...])
      } else if slash != nil {
        library = selector
      } else {
        name = selector
      }
    }
  }
}
