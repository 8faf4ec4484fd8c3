import CLacunaABI
import LacunaProtocols

/// A kind of store that a loaded plugin offers.
public struct LoadedStore: @unchecked Sendable {
  /// What it is called.
  public let descriptor: StoreDescriptor
  let owner: PluginOwner
  private let backing: Backing<lacuna_store>

  /// The name of the plugin it belongs to.
  public var plugin: String { owner.name }
  /// The path of the library it belongs to.
  public var path: String { owner.path }

  init(
    _ table: UnsafePointer<lacuna_store>,
    _ owner: PluginOwner,
    _ check: InterfaceCheck
  ) throws(PluginError) {
    try check.size(table.pointee.struct_size, of: lacuna_store.self, "lacuna_store")
    let store = table.pointee
    let name = try check.name(store.name, of: "a store")
    let what = "store '\(name)'"
    try check.functions(
      [
        "open": store.open != nil, "close": store.close != nil, "exists": store.exists != nil,
        "list": store.list != nil, "read": store.read != nil, "write": store.write != nil,
        "remove": store.remove != nil, "lock": store.lock != nil, "unlock": store.unlock != nil,
      ],
      of: what
    )
    descriptor = StoreDescriptor(
      name: name,
      summary: try check.text(store.summary, "the summary of \(what)"),
      version: try check.text(store.version, "the version of \(what)")
    )
    self.owner = owner
    backing = .table(table)
  }

  /// A store in a child process.
  init(_ descriptor: StoreDescriptor, _ owner: PluginOwner, _ worker: PluginWorker) {
    self.descriptor = descriptor
    self.owner = owner
    backing = .worker(worker)
  }

  /// The store at a location.
  ///
  /// - Throws: ``PluginError/failed(plugin:subject:function:reason:category:)``.
  public func open(_ location: String) throws(PluginError) -> any SketchStore {
    switch backing {
    case .table(let table): try StoreProxy(self, table, location: location)
    case .worker(let worker):
      try IsolatedStore(worker, name: descriptor.name, location: location)
    }
  }
}
