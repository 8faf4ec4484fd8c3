import LacunaPluginKit

private let plugin = LacunaPlugin(
  name: "mlp",
  version: "1.0",
  learners: [MLP.self],
  cases: MLP.cases
)

/// The table of this plugin: what the library exports.
@c @implementation
public func lacuna_plugin_entry(
  _ host: UnsafePointer<lacuna_host>?
) -> UnsafePointer<lacuna_plugin>? {
  plugin.table
}
