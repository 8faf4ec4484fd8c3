import LacunaPluginKit

private let plugin = LacunaPlugin(
  name: "supervised",
  version: "1.0",
  measurements: [
    SoftAccuracy.self, LogOdds.self, Probabilities.self, Divergence.self, SquaredError.self,
    PredictedValue.self,
  ],
  cases: Cases.all
)

/// The table of this plugin: what the library exports.
@c @implementation
public func lacuna_plugin_entry(
  _ host: UnsafePointer<lacuna_host>?
) -> UnsafePointer<lacuna_plugin>? {
  plugin.table
}
