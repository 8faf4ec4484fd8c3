import LacunaPluginKit

private let plugin = LacunaPlugin(name: "sqlite-store", version: "1.0", stores: [SQLiteStore.self])

/// The table of this plugin: what the library exports.
@c @implementation
public func lacuna_plugin_entry(
  _ host: UnsafePointer<lacuna_host>?
) -> UnsafePointer<lacuna_plugin>? {
  plugin.table
}
