// swift-tools-version: 6.2
import PackageDescription

// The SDK of plugins as a package of its own, without dependencies. In a source checkout `Sources/`
// holds links to the modules; `make install` copies what they point to.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "lacuna-sdk",
  products: [.library(name: "LacunaPluginKit", targets: ["LacunaPluginKit"])],
  targets: [
    .target(name: "CLacunaABI"),
    .target(
      name: "LacunaProtocols",
      dependencies: ["CLacunaABI"],
      swiftSettings: settings
    ),
    .target(
      name: "LacunaPluginKit",
      dependencies: ["LacunaProtocols"],
      swiftSettings: settings
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
