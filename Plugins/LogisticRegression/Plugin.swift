import LacunaPluginKit

private let plugin = LacunaPlugin(
  name: "logistic-regression",
  version: "1.0",
  learners: [LogisticRegression.self],
  cases: LogisticRegression.cases
)

/// The table of this plugin: what the library exports.
@c @implementation
public func lacuna_plugin_entry(
  _ host: UnsafePointer<lacuna_host>?
) -> UnsafePointer<lacuna_plugin>? {
  plugin.table
}
