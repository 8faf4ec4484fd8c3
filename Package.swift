// swift-tools-version: 6.2
import PackageDescription

/// Settings shared by every Swift target: the strict language mode, and warnings as errors.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// The modules under `Sources/` and the edges between them: a graph that `ArchitectureTests` holds.
let modules: [(name: String, dependencies: [Target.Dependency])] = [
  ("LacunaPrograms", [.product(name: "Crypto", package: "swift-crypto")]),
  ("LacunaProtocols", ["CLacunaABI"]),
  ("LacunaExecution", ["LacunaPrograms", "CJetKernels"]),
  (
    "LacunaStores",
    [
      "LacunaPrograms", "LacunaProtocols",
      .product(name: "Crypto", package: "swift-crypto"),
    ]
  ),
  (
    "LacunaSketching",
    [
      "LacunaExecution", "LacunaStores", "LacunaProtocols", "LacunaPrograms",
      .product(name: "SwiftCSV", package: "SwiftCSV"),
    ]
  ),
  ("LacunaPluginKit", ["LacunaProtocols"]),
  (
    "LacunaPluginHost", ["CLacunaABI", "LacunaSketching", "LacunaProtocols", "LacunaPrograms"]
  ),
  (
    "LacunaConformance",
    [
      "LacunaPluginHost", "LacunaSketching", "LacunaExecution", "LacunaPrograms", "LacunaProtocols",
    ]
  ),
  (
    "LacunaCommands",
    [
      "LacunaConformance", "LacunaPluginHost", "LacunaSketching", "LacunaStores", "LacunaExecution",
      "LacunaPrograms",
      "LacunaProtocols",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
      .product(name: "Logging", package: "swift-log"),
    ]
  ),
]

/// What a plugin written in Swift needs.
let kit: [Target.Dependency] = ["LacunaPluginKit"]

/// The plugins that ship with Lacuna: each a dynamic library of its own module name.
let plugins: [(name: String, path: String, library: String, dependencies: [Target.Dependency])] = [
  ("MicrogptPlugin", "Plugins/Microgpt", "microgpt", kit),
  ("StandardMeasurementsPlugin", "Plugins/StandardMeasurements", "standard", kit),
]

/// The test targets, each with what it needs beside the library of test support.
let tests: [(name: String, dependencies: [Target.Dependency])] = [
  ("LacunaProgramsTests", ["LacunaPrograms", "LacunaExecution"]),
  ("LacunaExecutionTests", ["LacunaPrograms", "LacunaExecution", "CJetKernels"]),
  ("LacunaStoresTests", ["LacunaStores", "LacunaProtocols"]),
  (
    "LacunaPluginHostTests",
    [
      "CLacunaABI", "LacunaPluginHost", "LacunaPluginKit", "LacunaProtocols", "LacunaPrograms",
      "LacunaSketching",
    ]
  ),
  (
    "LacunaSketchingTests",
    [
      "LacunaSketching", "LacunaExecution", "LacunaPrograms", "LacunaProtocols", "CJetKernels",
      "LacunaStores", "MicrogptPlugin",
    ]
  ),
  (
    "LacunaCommandsTests",
    [
      "LacunaCommands", "LacunaPluginHost", "LacunaSketching", "LacunaExecution", "LacunaStores",
      "LacunaProtocols",
    ]
  ),
  (
    "PluginTests",
    [
      "LacunaPluginHost", "LacunaSketching", "LacunaExecution", "LacunaStores", "LacunaPrograms",
      "LacunaProtocols",
    ]
  ),
  (
    "LacunaConformanceTests",
    ["LacunaConformance", "LacunaPluginHost", "LacunaProtocols", "LacunaPrograms"]
  ),
  ("ArchitectureTests", []),
  ("DocumentationTests", ["LacunaPrograms", "LacunaSketching"]),
]

let package = Package(
  name: "lacuna",
  products: [
    .executable(name: "lacuna", targets: ["lacuna"]),
    .library(name: "LacunaPluginKit", targets: ["LacunaPluginKit"]),
    // For the package in Benchmarks/ alone.
    .library(
      name: "_LacunaInternals",
      targets: [
        "LacunaSketching", "LacunaExecution", "LacunaStores", "LacunaPluginHost", "CJetKernels",
      ]
    ),
  ]
    + plugins.map { .library(name: $0.library, type: .dynamic, targets: [$0.name]) },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .target(name: "CLacunaABI"),
    .target(
      name: "CJetKernels",
      cSettings: [.unsafeFlags(["-O3"])],
    ),
    .executableTarget(
      name: "lacuna",
      dependencies: ["LacunaCommands"],
      swiftSettings: strict
    ),
  ]
    + modules.map {
      .target(name: $0.name, dependencies: $0.dependencies, swiftSettings: strict)
    }
    + plugins.map {
      .target(
        name: $0.name,
        dependencies: $0.dependencies,
        path: $0.path,
        swiftSettings: strict,
        // Export the entry alone, and never unload.
        linkerSettings: [
          .unsafeFlags([
            "-Xlinker", "--version-script=\(Context.packageDirectory)/Plugins/exports.map",
            "-Xlinker", "-z", "-Xlinker", "nodelete",
          ])
        ]
      )
    }
    + [
      .target(
        name: "LacunaTestSupport",
        dependencies: ["LacunaPrograms", "LacunaExecution"],
        path: "Tests/LacunaTestSupport",
        swiftSettings: strict
      )
    ]
    + tests.map {
      .testTarget(
        name: $0.name,
        dependencies: $0.dependencies + ["LacunaTestSupport"],
        path: "Tests/\($0.name)",
        // Compiled by the tests themselves.
        exclude: $0.name == "LacunaConformanceTests" ? ["Corpus"] : [],
        swiftSettings: strict
      )
    },
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
