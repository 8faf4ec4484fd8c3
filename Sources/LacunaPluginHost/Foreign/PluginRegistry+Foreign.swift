import FoundationEssentials
import LacunaProtocols
import LacunaSketching

/// A measurement by name, whoever offers it.
public enum OfferedMeasurement: Sendable {
  /// A plugin traces it.
  case plugin(LoadedMeasurement)
  /// A plain C library computes it.
  case foreign(ForeignMeasurement)
}

/// A learner by name, whoever offers it.
public struct OfferedLearner: Sendable {
  /// What it is called, and what it takes.
  public let descriptor: LearnerDescriptor
  private let maker: @Sendable (Configuration, [Record]) throws -> any LearningAlgorithm

  /// A learner of a plugin.
  init(_ learner: LoadedLearner) {
    descriptor = learner.descriptor
    maker = { try learner.make(configuration: $0, records: $1) }
  }

  /// A learner of a plain C library.
  init(
    _ entry: ForeignManifest.Learner,
    of manifest: ForeignManifest,
    options: ForeignOptions
  ) {
    descriptor = LearnerDescriptor(
      name: entry.name,
      summary: entry.summary,
      version: manifest.version,
      schema: ForeignManifest.schema(entry.settings),
      dataFormat: .csv
    )
    maker = {
      try ForeignLearner(entry, of: manifest, configuration: $0, records: $1, options: options)
    }
  }

  /// The learner for a configuration, fitted to its data.
  ///
  /// - Throws: ``PluginError`` or ``ForeignFunctionError``.
  public func make(
    configuration: Configuration,
    records: [Record]
  ) throws -> any LearningAlgorithm {
    try maker(configuration, records)
  }
}

extension PluginRegistry {
  /// The manifests in the folders, and what is wrong with others; the first of a name hides later ones.
  public func manifests() -> (found: [ForeignManifest], problems: [ForeignFunctionError]) {
    var found: [ForeignManifest] = []
    var problems: [ForeignFunctionError] = []
    var seen: Set<String> = []
    for folder in locator.folders {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for file in files.sorted()
      where file.hasSuffix(ForeignManifest.suffix) && seen.insert(file).inserted {
        guard let path = PluginLocator.resolved("\(folder)/\(file)") else { continue }
        do {
          found.append(try ForeignManifest(path: path))
        } catch {
          problems.append(error)
        }
      }
    }
    return (found, problems)
  }

  /// The manifest of a name, or of the path of a manifest or of the library beside it; nil when there is none.
  ///
  /// - Throws: ``ForeignFunctionError`` when it is wrong.
  public func manifest(_ name: String) throws(ForeignFunctionError) -> ForeignManifest? {
    if name.contains("/") {
      guard let (path, _) = Self.manifestPath(name) else { return nil }
      return try ForeignManifest(path: path)
    }
    let file = "/" + name + ForeignManifest.suffix
    let all = manifests()
    if let broken = all.problems.first(where: { $0.manifestPath?.hasSuffix(file) == true }) {
      throw broken
    }
    return all.found.first { $0.path.hasSuffix(file) }
  }

  /// The measurement that a name selects, among plugins and manifests.
  ///
  /// - Throws: ``PluginError`` or ``ForeignFunctionError``.
  public func offeredMeasurement(_ selector: String) throws -> OfferedMeasurement {
    let found = try foreign(.measurement, selector, in: { $0.contents.measurements ?? [] }, \.name)
    guard let found else {
      return .plugin(try extended { () throws(PluginError) in try measurement(selector) })
    }
    return .foreign(
      try ForeignMeasurement(
        found.entry,
        of: found.manifest,
        options: options(for: found.manifest)
      )
    )
  }

  /// The learner that a name selects, among plugins and manifests.
  ///
  /// - Throws: ``PluginError`` or ``ForeignFunctionError``.
  public func offeredLearner(_ selector: String) throws -> OfferedLearner {
    let found = try foreign(.learner, selector, in: { $0.contents.learners ?? [] }, \.name)
    guard let found else {
      return OfferedLearner(try extended { () throws(PluginError) in try learner(selector) })
    }
    return OfferedLearner(found.entry, of: found.manifest, options: options(for: found.manifest))
  }

  /// The options for the library of a manifest, which is trusted where the manifest is.
  private func options(for manifest: ForeignManifest) -> ForeignOptions {
    var options = foreignOptions
    options.isolation = isTrusted(manifest.path) ? nil : isolation
    return options
  }

  /// What a manifest offers under a name, or nil when none does.
  private func foreign<Entry>(
    _ kind: PluginKind,
    _ selector: String,
    in entries: (ForeignManifest) -> [Entry],
    _ name: (Entry) -> String
  ) throws -> (entry: Entry, manifest: ForeignManifest)? {
    if let (path, wanted) = Self.manifestPath(selector) {
      return try Self.choose(kind, wanted, in: ForeignManifest(path: path), entries, name)
    }
    guard !selector.contains("/") else { return nil }
    if let colon = selector.firstIndex(of: ":") {
      guard let manifest = try manifest(String(selector[..<colon])) else { return nil }
      let wanted = String(selector[selector.index(after: colon)...])
      return try Self.choose(kind, wanted, in: manifest, entries, name)
    }
    let matches = manifests().found.flatMap { manifest in
      entries(manifest).filter { name($0) == selector }.map { ($0, manifest) }
    }
    guard let match = matches.first else { return nil }
    var choices = matches.map { "\($0.1.path):\(selector)" }
    let twin =
      kind == .learner ? (try? learner(selector).plugin) : (try? measurement(selector).plugin)
    if let twin { choices.append("\(twin):\(selector)") }
    guard choices.count == 1 else {
      throw PluginError.ambiguous(kind: kind, name: selector, choices: choices)
    }
    return match
  }

  private static func choose<Entry>(
    _ kind: PluginKind,
    _ wanted: String?,
    in manifest: ForeignManifest,
    _ entries: (ForeignManifest) -> [Entry],
    _ name: (Entry) -> String
  ) throws(PluginError) -> (entry: Entry, manifest: ForeignManifest) {
    let all = entries(manifest)
    if wanted == nil, all.count == 1 { return (all[0], manifest) }
    guard let wanted else {
      throw .ambiguous(kind: kind, name: "", choices: all.map(name))
    }
    guard let entry = all.first(where: { name($0) == wanted }) else {
      throw .unknown(kind: kind, name: wanted, available: all.map(name), problems: [])
    }
    return (entry, manifest)
  }

  /// The manifest of a selector that is a path: of the manifest itself, or of the library beside it.
  private static func manifestPath(_ selector: String) -> (path: String, name: String?)? {
    guard let slash = selector.lastIndex(of: "/") else { return nil }
    var path = selector
    var name: String?
    if let colon = selector[slash...].firstIndex(of: ":") {
      path = String(selector[..<colon])
      name = String(selector[selector.index(after: colon)...])
    }
    if path.hasSuffix(ForeignManifest.suffix) {
      return (PluginLocator.resolved(path) ?? path, name)
    }
    guard let resolved = PluginLocator.resolved(path) else { return nil }
    return ForeignManifest.path(beside: resolved).map { ($0, name) }
  }

  /// Adds what manifests offer to an error that lists what there is.
  private func extended<Item>(_ find: () throws(PluginError) -> Item) throws(PluginError) -> Item {
    do {
      return try find()
    } catch .unknown(let kind, let name, let available, let problems) {
      let manifests = manifests()
      let names = manifests.found.flatMap {
        kind == .learner ? $0.learnerNames : $0.measurementNames
      }
      throw .unknown(
        kind: kind,
        name: name,
        available: available + names,
        problems: problems + manifests.problems.map(\.description)
      )
    }
  }
}

extension ForeignManifest {
  /// The manifest beside a library `libNAME.so`, if there is one.
  static func path(beside library: String) -> String? {
    guard let slash = library.lastIndex(of: "/") else { return nil }
    let file = library[library.index(after: slash)...]
    guard file.hasPrefix("lib"), file.hasSuffix(".so") else { return nil }
    let name = file.dropFirst(3).dropLast(3)
    return PluginLocator.resolved("\(library[..<slash])/\(name)\(suffix)")
  }
}

extension ForeignFunctionError {
  /// The manifest that is at fault.
  fileprivate var manifestPath: String? {
    switch self {
    case .manifest(let path, _, _, _), .unreadable(let path, _), .signature(let path, _, _): path
    default: nil
    }
  }
}
