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
      "CLapack", "LacunaExecution", "LacunaStores", "LacunaProtocols", "LacunaPrograms",
      .product(name: "SwiftCSV", package: "SwiftCSV"),
    ]
  ),
  ("LacunaPluginKit", ["LacunaProtocols"]),
  (
    "LacunaPluginHost",
    [
      "CLacunaABI", "CLibFFI", "LacunaSketching", "LacunaStores", "LacunaProtocols",
      "LacunaPrograms",
    ]
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
      .product(name: "Mustache", package: "swift-mustache"),
    ]
  ),
]

/// What a plugin written in Swift needs.
let kit: [Target.Dependency] = ["LacunaPluginKit"]

/// The plugins that ship with Lacuna: each a dynamic library of its own module name.
let plugins: [(name: String, path: String, library: String, dependencies: [Target.Dependency])] = [
  ("MicrogptPlugin", "Plugins/Microgpt", "microgpt", kit),
  ("LogisticRegressionPlugin", "Plugins/LogisticRegression", "logistic-regression", kit),
  ("MLPPlugin", "Plugins/MLP", "mlp", kit),
  ("SupervisedMeasurementsPlugin", "Plugins/SupervisedMeasurements", "supervised", kit),
  ("StandardMeasurementsPlugin", "Plugins/StandardMeasurements", "standard", kit),
  (
    "MatrixFactorizationPlugin", "Plugins/MatrixFactorization", "matrix-factorization", kit
  ),
  (
    "SQLiteStorePlugin", "Plugins/SQLiteStore", "sqlite-store",
    kit + [
      .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "Crypto", package: "swift-crypto"),
    ]
  ),
]

/// The plugins written in C, which know the headers of the plugin interface alone.
let cPlugins: [(name: String, path: String, library: String)] = [
  ("RidgePlugin", "Plugins/Ridge", "ridge")
]

/// Every plugin exports its entry alone, and is never unloaded.
let pluginLinking: [LinkerSetting] = [
  .unsafeFlags([
    "-Xlinker", "--version-script=\(Context.packageDirectory)/Plugins/exports.map",
    "-Xlinker", "-z", "-Xlinker", "nodelete",
  ])
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
  (
    "ForeignTests",
    [
      "CLibFFI", "LacunaPluginHost", "LacunaSketching", "LacunaExecution", "LacunaStores",
      "LacunaPrograms", "LacunaProtocols", "LacunaCommands",
    ]
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
    + plugins.map { .library(name: $0.library, type: .dynamic, targets: [$0.name]) }
    + cPlugins.map { .library(name: $0.library, type: .dynamic, targets: [$0.name]) },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .target(name: "CLacunaABI"),
    .systemLibrary(
      name: "CLapack",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-serial-dev", "liblapacke-dev"])]
    ),
    // Over Debian's libffi-dev, or the like.
    .target(name: "CLibFFI", linkerSettings: [.linkedLibrary("ffi")]),
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
        linkerSettings: pluginLinking
      )
    }
    + cPlugins.map {
      .target(
        name: $0.name,
        dependencies: ["CLacunaABI"],
        path: $0.path,
        publicHeadersPath: ".",
        cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
        // The linker is driven by the Swift compiler; nothing of Swift is wanted in the library.
        linkerSettings: pluginLinking + [
          .unsafeFlags(["-nostartfiles", "-static-stdlib"]), .linkedLibrary("m"),
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
