import LacunaPluginKit

private let plugin = LacunaPlugin(
  name: "standard",
  version: "1.0",
  measurements: [
    Loss.self, LogProbability.self, Logit.self, Probability.self, Margin.self, Entropy.self,
    ParameterNorm.self,
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
