import CLacunaABI
import LacunaProtocols

/// A loaded plugin, checked: what it is called and what it offers.
///
/// Libraries stay loaded until the process ends; in-process plugins are trusted code.
public struct PluginLibrary: Sendable {
  /// The absolute path.
  public let path: String
  /// The plugin's name.
  public let name: String
  /// The plugin's version.
  public let version: String
  /// What it was compiled with.
  public let toolchain: String
  /// The version of the interface it was compiled for: major and minor.
  public let interface: String
  /// The Swift module, when the plugin says so.
  public let module: String?
  /// Whether it runs in a child process.
  public let isIsolated: Bool
  /// The learners it offers.
  public let learners: [LoadedLearner]
  /// The measurements it offers.
  public let measurements: [LoadedMeasurement]
  /// The kinds of store it offers.
  public let stores: [LoadedStore]

  /// Loads and checks the library at an absolute path.
  ///
  /// - Throws: ``PluginError`` saying what kept it from being loaded, field by field.
  public static func load(_ path: String) throws(PluginError) -> PluginLibrary {
    let table = try PluginImage.entryTable(path)
    return try PluginLibrary(path: path, table: table)
  }

  /// Checks a table and takes over what it describes.
  init(path: String, table: UnsafePointer<lacuna_plugin>) throws(PluginError) {
    let check = InterfaceCheck(path: path)
    try check.magic(UnsafeRawPointer(table))
    try check.size(table.pointee.struct_size, of: lacuna_plugin.self, "lacuna_plugin")
    let plugin = table.pointee
    self.path = path
    name = try check.name(plugin.name, of: "the plugin")
    version = try check.text(plugin.version, "the plugin's version")
    toolchain = try check.text(plugin.magic.toolchain, "the toolchain")
    interface = "\(plugin.magic.major).\(plugin.magic.minor)"
    let module: UnsafePointer<lacuna_text>? = plugin.extension(LACUNA_EXTENSION_MODULE)
    self.module = try module.map { (text) throws(PluginError) in
      try check.text(text.pointee, "the module")
    }
    isIsolated = false
    let owner = PluginOwner(name: name, path: path)
    learners = try check.list(plugin.learners, plugin.learner_count, "learner") {
      (table) throws(PluginError) in
      try LoadedLearner(table, owner, check)
    }
    measurements = try check.list(
      plugin.measurements,
      plugin.measurement_count,
      "measurement"
    ) { (table) throws(PluginError) in
      try LoadedMeasurement(table, owner, check)
    }
    stores = try check.list(plugin.stores, plugin.store_count, "store") {
      (table) throws(PluginError) in
      try LoadedStore(table, owner, check)
    }
    try requireUniqueNames(check)
  }

  private func requireUniqueNames(_ check: InterfaceCheck) throws(PluginError) {
    try check.areUnique(learners.map(\.descriptor.name), "learner")
    try check.areUnique(measurements.map(\.descriptor.name), "measurement")
    try check.areUnique(stores.map(\.descriptor.name), "store")
  }

  /// The library in a child process, as it described itself there, checked again.
  init(_ worker: PluginWorker) throws(PluginError) {
    let description = try worker.load()
    let check = InterfaceCheck(path: worker.path)
    path = worker.path
    name = try check.name(description.name, of: "the plugin")
    version = description.version
    toolchain = description.toolchain
    interface = description.interface
    module = description.module
    isIsolated = true
    let owner = PluginOwner(name: name, path: path)
    var learners: [LoadedLearner] = []
    var measurements: [LoadedMeasurement] = []
    var stores: [LoadedStore] = []
    for item in description.items {
      switch item.kind {
      case .learner: learners.append(LoadedLearner(try item.learner(check), owner, worker))
      case .measurement:
        measurements.append(LoadedMeasurement(try item.measurement(check), owner, worker))
      case .store: stores.append(LoadedStore(try item.store(check), owner, worker))
      }
    }
    self.learners = learners
    self.measurements = measurements
    self.stores = stores
    try requireUniqueNames(check)
  }
}

extension lacuna_plugin {
  /// The table of an extension, if the plugin has it.
  func `extension`<Table>(_ id: String) -> UnsafePointer<Table>? {
    guard let find = get_extension else { return nil }
    return id.withForeignText { find(context, $0) }?.assumingMemoryBound(to: Table.self)
  }
}

/// The plugin that something belongs to, for messages.
struct PluginOwner: Hashable, Sendable {
  let name: String
  let path: String

  /// Calls a function of the plugin and throws its error object as one that names the plugin.
  func call(
    _ subject: String,
    _ function: String,
    _ body: () throws -> UnsafeMutablePointer<lacuna_error>?
  ) throws(PluginError) {
    do {
      try check(body())
    } catch {
      let error = ForeignError(error)
      throw .failed(
        plugin: name,
        subject: subject,
        function: function,
        reason: error.message,
        category: error.category
      )
    }
  }
}
