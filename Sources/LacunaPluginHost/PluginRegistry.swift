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
  /// Which libraries run in a process of their own; nil for none.
  public let isolation: PluginIsolation?
  /// How plain C libraries are treated.
  public let foreignOptions: ForeignOptions
  private let scanner: LibraryScanner?
  private let loaded = Mutex<[String: Result<PluginLibrary, PluginError>]>([:])

  /// A registry of what a locator finds.
  public init(
    locator: PluginLocator,
    isolation: PluginIsolation? = nil,
    foreign options: ForeignOptions = ForeignOptions()
  ) {
    self.locator = locator
    self.isolation = isolation
    foreignOptions = options
    scanner = isolation.map(LibraryScanner.init)
  }

  /// The libraries in the folders, and why others could not be loaded.
  public struct Inventory: Sendable {
    /// The libraries that can be used.
    public var libraries: [LibraryDescription] = []
    /// What is wrong with the others.
    public var problems: [PluginError] = []
    /// The libraries that cannot be used beside another one, by path.
    var refused: [String: PluginError] = [:]
    /// All that said what they are.
    var all: [LibraryDescription] = []
  }

  /// Describes every plugin in the folders; other libraries are passed over.
  public func list() -> Inventory {
    var inventory = Inventory()
    for candidate in locator.candidates() where ForeignManifest.path(beside: candidate.path) == nil
    {
      do {
        if let description = try describe(candidate.path) { inventory.all.append(description) }
      } catch {
        inventory.problems.append(error)
      }
    }
    inventory.problems += locator.hidden().map { .hidden(path: $0.path, by: $0.by) }
    inventory.refuse("plugin", \.name)
    inventory.refuse("Swift module", \.module)
    inventory.libraries = inventory.all.filter { inventory.refused[$0.path] == nil }
    return inventory
  }

  /// Forgets what is known of libraries, and which are in quarantine.
  public func forget() { scanner?.forget() }

  /// What a library says of itself; nil for one that is no plugin.
  private func describe(_ path: String) throws(PluginError) -> LibraryDescription? {
    if let scanner { return try scanner.describe(path) }
    return PluginImage.isOtherLibrary(path) ? nil : try load(path).description
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
      let result = Result { () throws(PluginError) in
        let library = try fresh(path)
        try library.requireUnlike(loaded.values.compactMap { try? $0.get() })
        return library
      }
      loaded[path] = result
      return result
    }.get()
  }

  /// Whether what lies at a path runs in this process.
  func isTrusted(_ path: String) -> Bool {
    switch isolation?.policy {
    case .never, nil: true
    case .untrusted: locator.isInstalled(path)
    case .always: false
    }
  }

  /// The library, in this process or in one of its own.
  private func fresh(_ path: String) throws(PluginError) -> PluginLibrary {
    guard let isolation else { return try PluginLibrary.load(path) }
    // One that is known to crash is not given a second chance by accident.
    if let scanner { _ = try scanner.describe(path) }
    return isTrusted(path)
      ? try PluginLibrary.load(path)
      : try PluginLibrary(PluginWorker(path: path, isolation))
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
    let inventory = list()
    var matches = inventory.all.filter { $0.offers(kind, wanted) }
    if let path = locator.find(wanted) {
      if let own = matches.first(where: { $0.path == path }) { matches = [own] }
    }
    guard matches.count <= 1 else {
      throw .ambiguous(kind: kind, name: wanted, choices: matches.map { "\($0.name):\(wanted)" })
    }
    guard let match = matches.first else {
      throw .unknown(
        kind: kind,
        name: wanted,
        available: inventory.libraries.flatMap { $0.items.filter { $0.kind == kind }.map(\.name) },
        problems: inventory.problems.map(\.description)
      )
    }
    if let problem = inventory.refused[match.path] { throw problem }
    return try choose(kind, wanted, among: load(match.path)[keyPath: items], named: name)
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

extension PluginRegistry.Inventory {
  /// Refuses all that have something in common that only one may have.
  fileprivate mutating func refuse(_ kind: String, _ key: (LibraryDescription) -> String?) {
    let groups = Dictionary(grouping: all.filter { key($0) != nil }) { key($0) ?? "" }
    for (name, twins) in groups.sorted(by: { $0.key < $1.key }) where twins.count > 1 {
      let problem = PluginError.duplicate(kind: kind, name: name, places: twins.map(\.path))
      if twins.allSatisfy({ refused[$0.path] == nil }) { problems.append(problem) }
      for twin in twins { refused[twin.path] = refused[twin.path] ?? problem }
    }
  }
}

extension LibraryDescription {
  /// Whether it has something of a kind and name.
  fileprivate func offers(_ kind: PluginKind, _ name: String) -> Bool {
    items.contains { $0.kind == kind && $0.name == name }
  }
}

extension PluginLibrary {
  /// Refuses a library that one of the others does not leave room for.
  fileprivate func requireUnlike(_ others: [PluginLibrary]) throws(PluginError) {
    if let twin = others.first(where: { $0.name == name }) {
      throw .duplicate(kind: "plugin", name: name, places: [twin.path, path])
    }
    if let module, let twin = others.first(where: { $0.module == module }) {
      throw .duplicate(kind: "Swift module", name: module, places: [twin.path, path])
    }
  }
}
