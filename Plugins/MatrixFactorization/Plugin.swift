import LacunaPluginKit

private let plugin = LacunaPlugin(
  name: "matrix-factorization",
  version: "1.0",
  learners: [MatrixFactorization.self],
  cases: MatrixFactorization.cases
)

/// The table of this plugin: what the library exports.
@c @implementation
public func lacuna_plugin_entry(
  _ host: UnsafePointer<lacuna_host>?
) -> UnsafePointer<lacuna_plugin>? {
  plugin.table
}
