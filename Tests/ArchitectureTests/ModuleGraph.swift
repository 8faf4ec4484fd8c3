import Testing

/// A module under `Sources/`, and what it may know.
struct Module: CustomTestStringConvertible {
  /// How much of Foundation a module may import.
  enum Foundation: Int {
    case none, essentials, whole
  }

  /// The folder and the module.
  let name: String
  /// The modules of this package that it may import.
  var dependencies: Set<String> = []
  /// The modules of other packages that it may import.
  var packages: Set<String> = []
  /// How much of Foundation it may import.
  var foundation = Foundation.none

  var testDescription: String { name }
}

/// The graph of modules: whoever adds an edge adds it here, and says why in `Docs/Architecture.md`.
enum ModuleGraph {
  static let modules = [
    Module(name: "CLacunaABI"),
    Module(name: "CJetKernels"),
    Module(name: "CLibFFI"),
    Module(name: "CLapack"),
    Module(name: "LacunaPrograms", packages: ["Crypto"]),
    Module(name: "LacunaProtocols", dependencies: ["CLacunaABI"], foundation: .essentials),
    Module(
      name: "LacunaExecution",
      dependencies: ["LacunaPrograms", "CJetKernels"],
      foundation: .whole
    ),
    Module(
      name: "LacunaStores",
      dependencies: ["LacunaPrograms", "LacunaProtocols"],
      packages: ["Crypto"],
      foundation: .essentials
    ),
    Module(
      name: "LacunaSketching",
      dependencies: [
        "CLapack", "LacunaPrograms", "LacunaProtocols", "LacunaExecution", "LacunaStores",
      ],
      packages: ["SwiftCSV"],
      foundation: .whole
    ),
    // Linked into every plugin: small, and without Foundation.
    Module(name: "LacunaPluginKit", dependencies: ["LacunaProtocols"]),
    Module(
      name: "LacunaPluginHost",
      dependencies: [
        "CLacunaABI", "CLibFFI", "LacunaPrograms", "LacunaProtocols", "LacunaStores",
        "LacunaSketching",
      ],
      foundation: .whole
    ),
    Module(
      name: "LacunaConformance",
      dependencies: [
        "LacunaPrograms", "LacunaProtocols", "LacunaExecution", "LacunaSketching",
        "LacunaPluginHost",
      ],
      foundation: .whole
    ),
    Module(
      name: "LacunaCommands",
      dependencies: [
        "LacunaPrograms", "LacunaProtocols", "LacunaExecution", "LacunaStores", "LacunaSketching",
        "LacunaPluginHost", "LacunaConformance",
      ],
      packages: ["ArgumentParser", "Logging", "Mustache"],
      foundation: .whole
    ),
    Module(name: "lacuna", dependencies: ["LacunaCommands"], foundation: .whole),
  ]

  /// What the language and the operating system bring, open to all.
  static let system: Set<String> = [
    "Darwin", "Dispatch", "FoundationXML", "Glibc", "Musl", "Swift", "Synchronization",
  ]

  /// All that files of a module may import.
  static func allowed(_ module: Module) -> Set<String> {
    var allowed = module.dependencies.union(module.packages).union(system)
    if module.foundation.rawValue >= Module.Foundation.essentials.rawValue {
      allowed.insert("FoundationEssentials")
    }
    if module.foundation == .whole { allowed.insert("Foundation") }
    return allowed
  }

  /// The edges that `Package.swift` declares, by module.
  static func declared() throws -> [String: (modules: Set<String>, packages: Set<String>)] {
    let manifest = try SourceTree.text("Package.swift")
    guard let begin = manifest.firstRange(of: "let modules"),
      let end = manifest.firstRange(of: "let plugins")
    else { return [:] }
    let table = String(manifest[begin.upperBound..<end.lowerBound])
    var edges: [String: (modules: Set<String>, packages: Set<String>)] = [:]
    for entry in table.matches(of: /(?s)\(\s*"(\w+)",\s*\[(.*?)\]\s*\)/) {
      let product = /\.product\(name: "(\w+)", package: "[^"]+"\)/
      let packages = entry.2.matches(of: product).map { String($0.1) }
      let rest = entry.2.replacing(product, with: "")
      edges[String(entry.1)] = (
        Set(rest.matches(of: /"(\w+)"/).map { String($0.1) }), Set(packages)
      )
    }
    return edges
  }

  /// The edges that a table in `Docs/Architecture.md` shows: module, then what it depends on.
  static func documented() throws -> [String: Set<String>] {
    var edges: [String: Set<String>] = [:]
    for line in try SourceTree.text("Docs/Architecture.md").split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      guard cells.count >= 5, let name = cells[1].firstMatch(of: /^ `(\w+)` $/)?.1 else { continue }
      edges[String(name)] = Set(cells[cells.count - 2].matches(of: /`(\w+)`/).map { String($0.1) })
    }
    return edges
  }
}
